// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.identity;

import io.mgmt.agent.Urls;
import io.mgmt.cluster.ClusterState;
import io.mgmt.cluster.MemberState;
import io.mgmt.cluster.MemberState.Phase;
import io.mgmt.core.identity.HostStep.AwaitHolder;
import io.mgmt.core.identity.HostStep.BeginSession;
import io.mgmt.core.identity.HostStep.Blocked;
import io.mgmt.core.identity.HostStep.EndOldSessions;
import io.mgmt.core.identity.HostStep.GiveUp;
import io.mgmt.core.identity.HostStep.Pause;
import io.mgmt.core.identity.HostStep.ReadKeys;
import io.mgmt.core.identity.HostStep.ReadRoll;
import io.mgmt.core.identity.HostStep.RecordCluster;
import io.mgmt.core.identity.HostStep.RecordMember;
import io.mgmt.core.identity.HostStep.Settled;
import io.mgmt.core.identity.HostStep.Wait;
import io.mgmt.core.identity.HostStep.WriteKeys;
import io.mgmt.core.identity.HostView.Holder;
import io.mgmt.core.identity.HostView.Roll;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The order behind {@link HostStep#next}: whose cluster is it, remember it, hold a session, write
 * the keys, and only then call the member founded, so that a founding that is cut short is gone
 * through again in full.
 */
final class HostRules {

    /** Between two writes that only bring new values: others need not see each of them. */
    static final Duration BETWEEN_CHANGES = Duration.ofSeconds(1);

    /** Between two writes of missing keys: within the second that is promised, yet bounded. */
    static final Duration BETWEEN_REPAIRS = Duration.ofMillis(250);

    /**
     * Even if somebody waits: a write that is refused again and again must not become a busy loop.
     */
    static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(50);

    /** etcd looks for leases that are over twice a second, and its answer travels. */
    static final Duration LEASE_GRACE = Duration.ofSeconds(1);

    private HostRules() {
    }

    static HostStep next(HostView view) {
        String answering = view.seen().clusterId();
        if (answering.isEmpty()) {
            return new Wait("no endpoint of the cluster answers");
        }
        String known = view.memory().cluster().clusterId();
        if (!known.isEmpty() && !known.equals(answering)) {
            return new GiveUp(anotherCluster(view, "the endpoints belong to cluster " + answering));
        }
        if (isFounding(view) && !view.seen().serves()) {
            return new Wait("the etcd of this host does not serve yet");
        }
        if (view.seen().roll().isEmpty()) {
            return new ReadRoll("the store answers");
        }
        Roll roll = view.seen().roll().get();
        Optional<HostStep> problem = check(view, roll);
        return problem.isPresent() ? problem.get() : join(view, roll);
    }

    /**
     * What must not be: each would write into a cluster, or under a name, that is not this host's.
     */
    private static Optional<HostStep> check(HostView view, Roll roll) {
        if (roll.strangers().isPresent() && !view.memory().cluster().clusterId().isEmpty()) {
            return Optional.of(new GiveUp(
                    anotherCluster(view, "of --seeds, " + roll.strangers().get())));
        }
        if (!view.runsServer()) {
            return Optional.empty();
        }
        if (!roll.memberName().isEmpty() && !roll.memberName().equals(view.host())) {
            return Optional.of(new Blocked("the etcd that answers at the client URLs of "
                    + view.host() + " is the member \"" + roll.memberName()
                    + "\". Stop it, or pass other --client-urls and --server-urls."));
        }
        String expected = view.memory().member().map(MemberState::memberId).orElse("");
        if (!expected.isEmpty() && !roll.memberId().isEmpty()
                && !expected.equals(roll.memberId())) {
            return Optional.of(new Blocked("the etcd of " + view.host() + " serves as member "
                    + roll.memberId()
                    + ", but state.json says " + expected
                    + ". Stop the agent and restore the state directory from one and the same"
                    + " copy."));
        }
        return Optional.empty();
    }

    private static HostStep join(HostView view, Roll roll) {
        ClusterState cluster = view.memory().cluster();
        String answering = view.seen().clusterId();
        List<Long> leases = cluster.leases();
        if (cluster.clusterId().isEmpty()) {
            return new RecordCluster(answering, roll.endpoints(), leases,
                    "the cluster answers for the first time");
        }
        if (view.session().lease().isEmpty()) {
            return !leases.isEmpty() && !view.session().endedOld()
                    ? new EndOldSessions(leases, "an earlier process of this host held them")
                    : new BeginSession("this host has no session");
        }
        List<Long> own = List.of(view.session().lease().getAsLong());
        if (!leases.equals(own) || !roll.endpoints().isEmpty() && differ(cluster, roll)) {
            Urls endpoints = roll.endpoints().isEmpty() ? new Urls(cluster.endpoints())
                    : roll.endpoints();
            return new RecordCluster(answering, endpoints, own,
                    "the session or the endpoints are new");
        }
        if (view.seen().keys().isEmpty()) {
            return new ReadKeys("the keys of this host are not known");
        }
        return keys(view);
    }

    private static boolean differ(ClusterState cluster, Roll roll) {
        return !roll.endpoints().list().equals(cluster.endpoints());
    }

    private static HostStep keys(HostView view) {
        if (view.seen().holder().isPresent()) {
            return held(view, view.seen().holder().get());
        }
        Optional<OwnKeys.Change> change =
                view.session().wanted().orElseThrow().change(view.seen().keys().get());
        if (change.isPresent()) {
            return write(view, change.get());
        }
        String id = view.seen().roll().get().memberId();
        if (view.memory().member().isPresent() && !isMember(view) && !id.isEmpty()) {
            MemberState member = view.memory().member().get();
            return new RecordMember(new MemberState(Phase.MEMBER, id, member.token()),
                    "it serves, and its keys are written");
        }
        return new Settled("everything is recorded and written");
    }

    private static HostStep held(HostView view, Holder holder) {
        Duration left = view.session().length().plus(LEASE_GRACE).minus(holder.since());
        String who = "another host runs as " + view.host() + " in cluster "
                + view.seen().clusterId() + ": " + holder.words();
        if (!left.isNegative() && !left.isZero()) {
            return new AwaitHolder(left, who + "; if it has died, its session ends soon");
        }
        return new GiveUp("Cannot be " + view.host() + ": " + who
                + ".\n  Pass another --hostname, or stop that host. Its keys were not touched.");
    }

    private static HostStep write(HostView view, OwnKeys.Change change) {
        Duration between = view.session().urgent() ? BETWEEN_ATTEMPTS
                : change.repairs() ? BETWEEN_REPAIRS : BETWEEN_CHANGES;
        Duration left = between.minus(view.session().sinceWrite());
        if (!left.isNegative() && !left.isZero()) {
            return new Pause(left, "the last write was less than " + between.toMillis()
                    + " ms ago");
        }
        String reason = change.repairs() ? "they are missing, or not of this session"
                : "this host has changed";
        return new WriteKeys(change.txn(), change.keys(), change.repairs(), reason);
    }

    private static boolean isFounding(HostView view) {
        return view.memory().member().filter(member -> member.phase() == Phase.FOUNDING).isPresent();
    }

    private static boolean isMember(HostView view) {
        return view.memory().member().filter(member -> member.phase() == Phase.MEMBER).isPresent();
    }

    private static String anotherCluster(HostView view, String what) {
        String own = view.memory().cluster().clusterId();
        return view.host() + " belongs to cluster " + own + ", but " + what
                + ".\n  Pass --seeds of its own cluster, or leave them out; or pass --new-cluster"
                + " to leave cluster " + own + " for good.";
    }
}
