// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.cluster.MemberState;
import io.mgmt.cluster.MemberState.Phase;
import io.mgmt.cluster.RaftTiming;
import io.mgmt.cluster.ViewedHost.Server;
import io.mgmt.core.identity.Keys;
import io.mgmt.core.membership.Duty;
import io.mgmt.core.membership.DutyView;
import io.mgmt.core.membership.DutyView.Claim;
import io.mgmt.etcd.Members.Member;
import io.mgmt.etcd.StartPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this host does with its own etcd, once it belongs to a cluster. For the mailbox only. */
final class HostDuty {

    private static final Logger LOG = LoggerFactory.getLogger(HostDuty.class);
    /** Between two starts, doubling: one that failed at once may fail again. */
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 5;

    private final Ports ports;
    private final Prepared prepared;
    private final Mailbox mailbox;
    private final HostMemory memory;
    private final HostSession session;
    private final EtcdWatch etcd;
    private final String host;
    private Optional<Duration> lastStart = Optional.empty();
    /** Since its etcd last served. */
    private int starts;
    private String broken = "";
    private String said = "";

    HostDuty(Ports ports, Prepared prepared, Mailbox mailbox, HostMemory memory, HostSession session,
            EtcdWatch etcd) {
        this.ports = ports;
        this.prepared = prepared;
        this.mailbox = mailbox;
        this.memory = memory;
        this.session = session;
        this.etcd = etcd;
        host = ports.host().name().value();
    }

    /**
     * Decides.
     *
     * @param members the member list, if one was read
     */
    Duty next(Optional<List<Member>> members, boolean everyVoterLeaves) {
        DutyView.Cluster cluster = new DutyView.Cluster(members, claim(Keys.nominated(host)),
                claim(Keys.started(host)), everyVoterLeaves);
        Duty duty = Duty.next(new DutyView(host, ports.host().id().toString(), session.isLeaving(), cluster,
                new DutyView.Own(memory.member(), etcd.hasData(), etcd.status()), base()));
        String words = duty.getClass().getSimpleName() + " " + duty.reason();
        if (!words.equals(said) && !(duty instanceof Duty.Keep)) {
            LOG.info("{} obeys: duty={} reason=\"{}\"", host, duty.getClass().getSimpleName(), duty.reason());
        }
        said = words;
        return duty;
    }

    /** Raft's times as the cluster says them, or said them last; else those of the own command line. */
    RaftTiming timing() {
        return session.timing().or(() -> memory.cluster().timing()).orElse(prepared.settings().timing());
    }

    private StartPlan base() {
        StartPlan plan = prepared.plan().orElseThrow();
        RaftTiming timing = timing();
        return new StartPlan(plan.name(), plan.clientUrls(), plan.advertisedClientUrls(), plan.peerUrls(),
                plan.advertisedPeerUrls(), plan.initialCluster(), plan.founding(), plan.token(),
                timing.heartbeat(), timing.election());
    }

    private Optional<Claim> claim(String key) {
        return session.value(key).map(Json::fields).filter(fields -> fields.get("memberId") instanceof String)
                .map(fields -> new Claim(fields.get("hostId") instanceof String id ? id : "",
                        (String) fields.get("memberId")));
    }

    /** What it says of its own etcd. */
    Server server() {
        return !broken.isEmpty() ? Server.BROKEN : etcd.serves() ? Server.SERVING
                : memory.member().isPresent() ? Server.SILENT : Server.NONE;
    }

    /** How long a start is to wait, after one that failed; zero if it may be made now. */
    Duration pause() {
        Duration pause = PAUSE.multipliedBy(1L << Math.max(0, Math.min(starts - 1, MOST_DOUBLINGS)));
        Duration left = lastStart.map(time -> pause.minus(ports.timers().now().minus(time))).orElse(Duration.ZERO);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Starts a member; whatever a crash cuts short is safe: first the cluster, then the disk, then the process. */
    CompletableFuture<Void> start(Duty.Start start) {
        boolean joins = !start.plan().founding() && !etcd.hasData();
        if (!joins) {
            spawn(start.plan());
            return CompletableFuture.completedFuture(null);
        }
        return session.starts(start.memberId()).thenAcceptAsync(commit -> {
            if (commit.succeeded()) {
                join(start);
            }
        }, mailbox);
    }

    private void join(Duty.Start start) {
        MemberState joining = new MemberState(Phase.JOINING, start.memberId(), start.plan().token());
        try {
            if (!memory.member().equals(Optional.of(joining))) {
                memory.member(joining);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        spawn(start.plan());
    }

    private void spawn(StartPlan plan) {
        lastStart = Optional.of(ports.timers().now());
        starts++;
        etcd.start(plan);
    }

    /** Moves the data of a removed member away, and is free again. */
    CompletableFuture<Void> archive() {
        return etcd.stop().thenAcceptAsync(stopped -> {
            try {
                String where = prepared.etcd().orElseThrow().archive().map(Object::toString).orElse("none");
                LOG.info("{} archived the data of its former member: archive={}", host, where);
                memory.forgetMember();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, mailbox);
    }

    /** The member that it reported; empty if none. */
    String brokenMember() {
        return broken;
    }

    void reportBroken(String memberId) {
        broken = memberId;
    }

    /** The member that it reported is gone, or serves after all. */
    void look(Optional<List<Member>> members) {
        starts = etcd.serves() ? 0 : starts;
        boolean isListed = members.isEmpty() || members.get().stream().anyMatch(one -> one.id().equals(broken));
        if (!broken.isEmpty() && (etcd.serves() || !isListed)) {
            broken = "";
        }
    }

    /** Its member, if it serves and its command line names other peer URLs than the member list. */
    Optional<Member> moved(Optional<List<Member>> members) {
        String own = memory.member().map(MemberState::memberId).orElse("");
        return members.stream().flatMap(List::stream)
                .filter(member -> etcd.serves() && member.id().equals(own)
                        && !Set.copyOf(member.peerUrls()).equals(Set.copyOf(peerUrls())))
                .findFirst();
    }

    /** Where its peers are to reach it. */
    List<String> peerUrls() {
        return prepared.settings().advertisedServerUrls().list().stream().map(URI::toString).toList();
    }

    /** True while it has a member, or runs one. */
    boolean isMember() {
        return memory.member().isPresent();
    }
}
