// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.MemberListResponse;
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

/** The members of one etcd cluster, asked with jetcd's messages. */
final class JetcdMembers implements Members {

    private static final Call.Kind<MemberListRequest, MemberListResponse> LIST =
            new Call.Kind<>(ClusterGrpc.getMemberListMethod(), false, MemberListResponse::getHeader);
    private static final Call.Kind<StatusRequest, StatusResponse> STATUS =
            new Call.Kind<>(MaintenanceGrpc.getStatusMethod(), false, StatusResponse::getHeader);

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
            members.add(new Member(Wire.hex(member.getID()), member.getName(),
                    member.getPeerURLsList(), member.getClientURLsList(), member.getIsLearner()));
        }
        members.sort(BY_NAME);
        return List.copyOf(members);
    }

    private static Status status(StatusResponse status) {
        return new Status(Wire.hex(status.getHeader().getMemberId()), Wire.hex(status.getHeader().getClusterId()),
                status.getVersion(), Wire.hex(status.getLeader()), status.getRaftTerm(), status.getRaftIndex(),
                status.getDbSize(), status.getIsLearner());
    }
}
