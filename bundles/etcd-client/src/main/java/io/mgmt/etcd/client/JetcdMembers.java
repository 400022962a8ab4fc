// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.MemberAddRequest;
import io.etcd.jetcd.api.MemberAddResponse;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.MemberListResponse;
import io.etcd.jetcd.api.MemberPromoteRequest;
import io.etcd.jetcd.api.MemberPromoteResponse;
import io.etcd.jetcd.api.MemberRemoveRequest;
import io.etcd.jetcd.api.MemberRemoveResponse;
import io.etcd.jetcd.api.MemberUpdateRequest;
import io.etcd.jetcd.api.MemberUpdateResponse;
import io.etcd.jetcd.api.MoveLeaderRequest;
import io.etcd.jetcd.api.MoveLeaderResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.mgmt.etcd.Members;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The members of one etcd cluster, asked with jetcd's messages. */
final class JetcdMembers implements Members {

    private static final Call.Kind<MemberListRequest, MemberListResponse> LIST =
            new Call.Kind<>(ClusterGrpc.getMemberListMethod(), false, MemberListResponse::getHeader);
    private static final Call.Kind<StatusRequest, StatusResponse> STATUS =
            new Call.Kind<>(MaintenanceGrpc.getStatusMethod(), false, StatusResponse::getHeader);

    private static final Call.Kind<MemberAddRequest, MemberAddResponse> ADD =
            new Call.Kind<>(ClusterGrpc.getMemberAddMethod(), true, MemberAddResponse::getHeader);
    private static final Call.Kind<MemberPromoteRequest, MemberPromoteResponse> PROMOTE =
            new Call.Kind<>(ClusterGrpc.getMemberPromoteMethod(), true, MemberPromoteResponse::getHeader);
    private static final Call.Kind<MemberRemoveRequest, MemberRemoveResponse> REMOVE =
            new Call.Kind<>(ClusterGrpc.getMemberRemoveMethod(), true, MemberRemoveResponse::getHeader);
    private static final Call.Kind<MemberUpdateRequest, MemberUpdateResponse> UPDATE =
            new Call.Kind<>(ClusterGrpc.getMemberUpdateMethod(), true, MemberUpdateResponse::getHeader);
    private static final Call.Kind<MoveLeaderRequest, MoveLeaderResponse> MOVE_LEADER =
            new Call.Kind<>(MaintenanceGrpc.getMoveLeaderMethod(), true, MoveLeaderResponse::getHeader);

    private static final Comparator<Member> BY_NAME =
            Comparator.comparing(Member::name).thenComparing(Member::id);

    private final Connection connection;
    private final Calls calls;

    JetcdMembers(Connection connection, Calls calls) {
        this.connection = connection;
        this.calls = calls;
    }

    /**
     * A member answers this from its own memory, which may be old; so it first has to answer a
     * linearizable read, which it can only when it is up to date.
     */
    @Override
    public CompletableFuture<List<Member>> list() {
        Call<RangeRequest, RangeResponse> upToDate =
                new Call<>(connection, JetcdStore.RANGE, "read before the member list", Wire.probe());
        return calls.start("member list", () -> upToDate.start().thenCompose(read -> new Call<>(
                connection, LIST, "member list", MemberListRequest.getDefaultInstance())
                .at(read.from()).asLongAs(upToDate).start()
                .thenApply(list -> sameMember(read, list))), JetcdMembers::members);
    }

    @Override
    public CompletableFuture<Status> status(String clientUrl) {
        URI url = EtcdUrl.of(clientUrl);
        String what = "status of " + url;
        return calls.start(what, () -> connection.with(url, endpoint -> new Call<>(
                connection, STATUS, what, StatusRequest.getDefaultInstance())
                .at(endpoint).ofAnyCluster().start()), JetcdMembers::status);
    }

    @Override
    public CompletableFuture<Member> addLearner(List<String> peerUrls) {
        MemberAddRequest request = MemberAddRequest.newBuilder()
                .addAllPeerURLs(peerUrls).setIsLearner(true).build();
        return change(ADD, "member add of " + peerUrls, request, answer -> member(answer.getMember()));
    }

    @Override
    public CompletableFuture<Void> promote(String memberId) {
        return change(PROMOTE, "member promote of " + memberId,
                MemberPromoteRequest.newBuilder().setID(Wire.id(memberId)).build(), answer -> null);
    }

    @Override
    public CompletableFuture<Void> remove(String memberId) {
        return change(REMOVE, "member remove of " + memberId,
                MemberRemoveRequest.newBuilder().setID(Wire.id(memberId)).build(), answer -> null);
    }

    @Override
    public CompletableFuture<Void> updatePeerUrls(String memberId, List<String> peerUrls) {
        return change(UPDATE, "member update of " + memberId, MemberUpdateRequest.newBuilder()
                .setID(Wire.id(memberId)).addAllPeerURLs(peerUrls).build(), answer -> null);
    }

    @Override
    public CompletableFuture<Void> moveLeader(String leaderClientUrl, String toMemberId) {
        URI url = EtcdUrl.of(leaderClientUrl);
        String what = "move of raft's leader to " + toMemberId;
        MoveLeaderRequest request =
                MoveLeaderRequest.newBuilder().setTargetID(Wire.id(toMemberId)).build();
        // The answer has an empty header on every etcd, so it is looked before whose this URL is.
        return refusing(calls.start(what, () -> connection.with(url, endpoint -> look(what, endpoint)
                .thenCompose(ours -> new Call<>(connection, MOVE_LEADER, what, request)
                        .at(endpoint).ofAnyCluster()
                        .within(connection.settings().membershipTimeout()).start())), answer -> null));
    }

    /** Fails, with nothing changed, if another cluster answers. */
    private CompletableFuture<Call.Answer<StatusResponse>> look(String what, Endpoint endpoint) {
        return new Call<>(connection, STATUS, what, StatusRequest.getDefaultInstance()).at(endpoint).start();
    }

    private <Q, A, T> CompletableFuture<T> change(Call.Kind<Q, A> kind, String what, Q request,
            Function<A, T> read) {
        return refusing(calls.start(what, () -> new Call<>(connection, kind, what, request)
                .within(connection.settings().membershipTimeout()).start(), read));
    }

    /** Tells a refusal from silence. */
    private static <T> CompletableFuture<T> refusing(CompletableFuture<T> asked) {
        CompletableFuture<T> told = new CompletableFuture<>();
        asked.whenComplete((value, thrown) -> {
            if (thrown == null) {
                told.complete(value);
            } else {
                told.completeExceptionally(Failures.refusal(thrown));
            }
        });
        return told;
    }

    private static Call.Answer<MemberListResponse> sameMember(
            Call.Answer<RangeResponse> read, Call.Answer<MemberListResponse> list) {
        long reader = read.message().getHeader().getMemberId();
        long lister = list.message().getHeader().getMemberId();
        if (reader != lister) {
            throw Failures.notSent("member list", "member " + Wire.hex(lister) + " answered in the place of "
                    + Wire.hex(reader) + " at " + list.from());
        }
        return list;
    }

    private static List<Member> members(MemberListResponse response) {
        List<Member> members = new ArrayList<>();
        for (io.etcd.jetcd.api.Member member : response.getMembersList()) {
            members.add(member(member));
        }
        members.sort(BY_NAME);
        return List.copyOf(members);
    }

    private static Member member(io.etcd.jetcd.api.Member member) {
        return new Member(Wire.hex(member.getID()), member.getName(),
                member.getPeerURLsList(), member.getClientURLsList(), member.getIsLearner());
    }

    private static Status status(StatusResponse status) {
        return new Status(Wire.hex(status.getHeader().getMemberId()), Wire.hex(status.getHeader().getClusterId()),
                status.getVersion(), Wire.hex(status.getLeader()), status.getRaftTerm(), status.getRaftIndex(),
                status.getRaftAppliedIndex(), status.getDbSize(), status.getIsLearner());
    }
}
