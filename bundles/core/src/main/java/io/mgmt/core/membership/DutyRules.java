// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.cluster.MemberState;
import io.mgmt.cluster.MemberState.Phase;
import io.mgmt.core.membership.Duty.Archive;
import io.mgmt.core.membership.Duty.Keep;
import io.mgmt.core.membership.Duty.ReportBroken;
import io.mgmt.core.membership.Duty.Start;
import io.mgmt.core.membership.Duty.Stop;
import io.mgmt.core.membership.DutyView.Claim;
import io.mgmt.etcd.Members.Member;
import io.mgmt.etcd.ServerStatus.Exit;
import io.mgmt.etcd.ServerStatus.State;
import io.mgmt.etcd.StartPlan;
import java.util.List;
import java.util.Optional;

/**
 * The order behind {@link Duty#next}: a member that the list does not name is put away, one that it names
 * is kept running, one that has lost its data is never started again, and only a free host obeys a
 * nomination.
 */
final class DutyRules {

    private final DutyView view;

    private DutyRules(DutyView view) {
        this.view = view;
    }

    static Duty next(DutyView view) {
        return new DutyRules(view).next();
    }

    private Duty next() {
        Optional<MemberState> member = view.own().member();
        if (view.leaving() && view.cluster().everyVoterLeaves()) {
            return runs() ? new Stop("every voter leaves; member and data are kept")
                    : new Keep("every voter leaves; member and data are kept");
        }
        if (!runs() && view.own().server().exit() == Exit.REMOVED && view.own().hasData()) {
            return new Archive("its etcd ended because it was removed from the cluster");
        }
        if (view.cluster().members().isEmpty()) {
            return alone(member);
        }
        if (member.isEmpty()) {
            return nominated();
        }
        Optional<Member> listed = listed(member.get());
        if (listed.isPresent()) {
            return listed(member.get(), listed.get());
        }
        if (member.get().memberId().isEmpty()) {
            return mayStartOwn() ? startOwn(member.get(), "it founded the cluster, and its data is here")
                    : new Keep("its own member is not known yet");
        }
        if (runs()) {
            return new Stop("its member " + member.get().memberId() + " is no longer in the member list");
        }
        return view.own().hasData()
                ? new Archive("its data belongs to the removed member " + member.get().memberId()) : nominated();
    }

    /** Nothing is known of the cluster: without a quorum a server is silent, and that is no failure. */
    private Duty alone(Optional<MemberState> member) {
        if (member.isPresent() && mayStartOwn()) {
            return startOwn(member.get(), "its own member, with its data; no other answers yet");
        }
        return new Keep(member.isEmpty() && view.own().hasData()
                ? "there is data, but no state.json that says whose; nothing starts until the cluster answers"
                : "no member of the cluster answers");
    }

    private boolean mayStartOwn() {
        return view.own().hasData() && !runs() && !view.leaving() && !isBrokenData();
    }

    private Optional<Member> listed(MemberState own) {
        return members().stream().filter(member -> own.memberId().isEmpty() ? member.name().equals(view.name())
                : member.id().equals(own.memberId())).findFirst();
    }

    private Duty listed(MemberState own, Member member) {
        if (runs()) {
            return new Keep("its etcd runs");
        }
        if (isBrokenData()) {
            return new ReportBroken(member.id(), "its etcd ended because its data is damaged");
        }
        if (view.leaving()) {
            return new Keep("it leaves");
        }
        if (view.own().hasData()) {
            return startOwn(own, "it is a member, and its data is here");
        }
        return hasStarted(own) || hasRun(member) ? broken(member.id())
                : isNominated(member.id()) ? join(member.id()) : new Keep("it is not nominated any more");
    }

    /**
     * True unless the member's first start is known to have failed before there was any data: nothing comes
     * between the record that it joins and its start.
     */
    private boolean hasStarted(MemberState own) {
        Exit exit = view.own().server().exit();
        boolean failedEarly = exit == Exit.STALE_START_LIST || exit == Exit.PORT_TAKEN || exit == Exit.NO_BINARY
                || exit == Exit.INCOMPATIBLE;
        return own.phase() == Phase.MEMBER || own.phase() == Phase.JOINING && !failedEarly;
    }

    /**
     * True if the member list itself tells, also when state.json and the records were deleted: each of ours
     * comes as a learner without a name, and gets name and vote from its first run only.
     */
    private static boolean hasRun(Member member) {
        return !member.learner() || !member.name().isEmpty();
    }

    private boolean isRecorded(String memberId) {
        return members().stream().anyMatch(member -> member.id().equals(memberId) && hasRun(member))
                || view.cluster().started().filter(claim -> claim.memberId().equals(memberId)).isPresent();
    }

    private ReportBroken broken(String memberId) {
        return new ReportBroken(memberId, "member " + memberId + " has run, but its data is gone: it is never started"
                + " again, because it has forgotten what it voted for");
    }

    /** Of a host that is no member as far as it knows. */
    private Duty nominated() {
        if (runs()) {
            return new Keep("its etcd runs, though no state.json says as which member");
        }
        if (view.own().hasData()) {
            return new Archive("it is no member, and no state.json says whose data this is");
        }
        Optional<Claim> started = view.cluster().started().filter(this::isMine);
        if (started.isPresent() && isListed(started.get().memberId())) {
            return broken(started.get().memberId());
        }
        Optional<Claim> nominated = view.cluster().nominated();
        if (nominated.isEmpty()) {
            return new Keep("it is not nominated");
        }
        String memberId = nominated.get().memberId();
        if (!isMine(nominated.get())) {
            return new Keep("the nomination is another host's of the same name");
        }
        if (!isListed(memberId)) {
            return new Keep("the member that it was nominated for is not in the list");
        }
        if (view.leaving()) {
            return new Keep("it leaves, and does not start what it was nominated for");
        }
        return isRecorded(memberId) ? broken(memberId) : join(memberId);
    }

    private Duty join(String memberId) {
        return new Start(plan(startList(memberId), false, view.base().token()), memberId,
                "it was nominated as member " + memberId);
    }

    private Start startOwn(MemberState own, String reason) {
        return new Start(plan(view.name() + "=" + view.base().advertisedPeerUrls().list().get(0),
                own.phase() == Phase.FOUNDING, own.token()), own.memberId(), reason);
    }

    /** Exactly the members there are; etcd compares the URLs alone, so one that has not run may bear its id. */
    private String startList(String memberId) {
        StringBuilder list = new StringBuilder();
        for (Member member : members()) {
            String name = member.id().equals(memberId) ? view.name()
                    : member.name().isEmpty() ? member.id() : member.name();
            for (String url : member.peerUrls()) {
                list.append(list.length() == 0 ? "" : ",").append(name).append('=').append(url);
            }
        }
        return list.toString();
    }

    private StartPlan plan(String initialCluster, boolean founding, String token) {
        StartPlan base = view.base();
        return new StartPlan(base.name(), base.clientUrls(), base.advertisedClientUrls(), base.peerUrls(),
                base.advertisedPeerUrls(), initialCluster, founding, token, base.heartbeat(), base.election());
    }

    private List<Member> members() {
        return view.cluster().members().orElseThrow();
    }

    private boolean isListed(String memberId) {
        return members().stream().anyMatch(member -> member.id().equals(memberId));
    }

    private boolean isMine(Claim claim) {
        return claim.hostId().equals(view.hostId());
    }

    private boolean isNominated(String memberId) {
        return view.cluster().nominated().filter(claim -> isMine(claim) && claim.memberId().equals(memberId))
                .isPresent();
    }

    private boolean isBrokenData() {
        return view.own().server().exit() == Exit.BROKEN_DATA && view.own().server().state() == State.FAILED;
    }

    private boolean runs() {
        State state = view.own().server().state();
        return state != State.STOPPED && state != State.FAILED;
    }
}
