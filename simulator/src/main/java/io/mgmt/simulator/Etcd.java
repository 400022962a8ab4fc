// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import io.mgmt.etcd.ServerStatus.Exit;
import io.mgmt.etcd.StartPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One etcd process: from its spawn, over its way into raft, to its end. It belongs to its machine and
 * outlives the agent.
 */
final class Etcd {

    /** What a silent peer costs a joiner, for each question (measured: 6, 12 or 18 s). */
    private static final long SILENT_PEER_NANOS = 6_000_000_000L;
    private static final int MOST_SILENT = 3;

    final Machine machine;
    final StartPlan plan;
    final long pid;
    /** Of what it has applied. */
    long applied;
    long appliedRevision = 1;
    EtcdData data;

    private final World world;
    private final List<Runnable> queue = new ArrayList<>();
    private final List<Watches> watchers = new ArrayList<>();
    private final List<Runnable> atEnd = new ArrayList<>();
    private boolean alive = true;
    private boolean paused;
    private long pausedAt;
    private long longPauseEndedAt;
    private long joinedAt = -1;
    private boolean isFirstContactMade;
    private boolean isReceiving;
    private boolean isPublishing;
    private boolean isPublished;
    private int publications;
    private long publishedAt;
    private boolean isEnding;
    private Exit exit = Exit.NONE;
    private String words = "";

    Etcd(World world, Machine machine, StartPlan plan, long pid) {
        this.world = world;
        this.machine = machine;
        this.plan = plan;
        this.pid = pid;
    }

    // Start.

    /** Spawned a moment ago. */
    void begin() {
        if (machine.isPortTaken) {
            end(30, Exit.PORT_TAKEN, "bind: address already in use");
        } else if (machine.disk.data != null) {
            beginWithData(machine.disk.data);
        } else if (plan.founding()) {
            world.scheduler.after(world.dice.nanos(50, 200), ifAlive(this::found));
        } else {
            beginJoining();
        }
    }

    private void beginWithData(EtcdData own) {
        if (own.isDamaged) {
            end(300, Exit.BROKEN_DATA, "walpb: crc mismatch");
        } else if (own.minor > machine.minor) {
            end(50, Exit.INCOMPATIBLE, "invalid downgrade");
        } else {
            long slow = world.dice.perMille(100) ? 1500 : 0;
            world.scheduler.after(world.dice.nanos(50 + slow, 300 + slow), ifAlive(() -> {
                own.minor = machine.minor;
                join(own);
            }));
        }
    }

    private void found() {
        String token = plan.token() + plan.initialCluster();
        String clusterId = Texts.hex(Texts.hash(token));
        String memberId = Texts.hex(Texts.hash(plan.name() + token));
        Cluster cluster = world.cluster(clusterId);
        if (cluster == null) {
            cluster = world.found(clusterId, plan.election().toNanos());
            cluster.found(memberId, Texts.of(plan.advertisedPeerUrls()));
        } else if (cluster.seat(memberId) == null || cluster.seat(memberId).wasStarted()) {
            // It would go on as if it had never voted.
            world.checks.forgotItsVote(machine, memberId);
        }
        world.checks.founded(machine, clusterId);
        EtcdData fresh = new EtcdData(cluster, memberId, machine.minor);
        machine.disk.data = fresh;
        join(fresh);
    }

    private void beginJoining() {
        int silent = 0;
        for (Machine other : world.machines) {
            Etcd peer = other.etcd;
            boolean isListed = peer != null && peer != this && plan.initialCluster().contains(other.peerUrl);
            if (isListed && (!peer.isAwake()
                    || !world.wires.carriesBothWays(machine.index, other.index))) {
                silent++;
            }
        }
        long wait = Math.min(silent, MOST_SILENT) * SILENT_PEER_NANOS;
        world.scheduler.after(wait + world.dice.nanos(50, 250), ifAlive(this::comparePeers));
    }

    /** Compares its start list with the members that a peer knows, as etcd does. */
    private void comparePeers() {
        Etcd peer = null;
        for (Machine other : world.machines) {
            if (other.etcd != null && other.etcd != this && other.etcd.isInRaft()
                    && other.etcd.isAwake() && plan.initialCluster().contains(other.peerUrl)
                    && world.wires.carriesBothWays(machine.index, other.index)) {
                peer = other.etcd;
                break;
            }
        }
        if (peer == null) {
            end(100, Exit.STALE_START_LIST, "cannot fetch cluster info from peer urls");
            return;
        }
        Cluster cluster = peer.data.cluster;
        Set<String> listed = new TreeSet<>();
        for (String pair : plan.initialCluster().split(",")) {
            listed.add(pair.substring(pair.indexOf('=') + 1));
        }
        Set<String> actual = new TreeSet<>();
        Seat own = null;
        for (Seat seat : cluster.seats()) {
            actual.addAll(seat.peerUrls);
            if (seat.peerUrls.equals(Texts.of(plan.advertisedPeerUrls()))) {
                own = seat;
            }
        }
        if (!listed.equals(actual) || own == null) {
            end(20, Exit.STALE_START_LIST, "member count is unequal");
        } else if (machine.minor < cluster.minor()) {
            end(20, Exit.INCOMPATIBLE, "incompatible with current running cluster");
        } else if (machine.minor > cluster.minor() + 1) {
            world.checks.wrongVersion(machine, cluster);
            end(200, Exit.CRASHED, "panic: not implemented");
        } else if (own.wasStarted()) {
            // A learner that never served has promised nothing yet.
            if (!own.isLearner || own.isPublished()) {
                world.checks.forgotItsVote(machine, own.id);
            }
            end(200, Exit.BROKEN_DATA, "tocommit(8) is out of range [lastIndex(0)]");
        } else {
            EtcdData fresh = new EtcdData(cluster, own.id, machine.minor);
            machine.disk.data = fresh;
            join(fresh);
        }
    }

    private void join(EtcdData own) {
        data = own;
        joinedAt = world.scheduler.now();
        world.scheduler.after(world.dice.nanos(5, 60), ifAlive(() -> {
            isFirstContactMade = true;
            data.cluster.reassess();
        }));
        data.cluster.joined(this);
        machine.etcdChanged();
    }

    // Raft.

    boolean isInRaft() {
        return joinedAt >= 0 && alive;
    }

    long joinedAt() {
        return Math.max(joinedAt, longPauseEndedAt);
    }

    long pausedAt() {
        return pausedAt;
    }

    boolean isAlive() {
        return alive;
    }

    /** It runs and is not stopped. */
    boolean isAwake() {
        return alive && !paused;
    }

    boolean isBehind() {
        return data.lastIndex < data.cluster.commitIndex();
    }

    /** Takes what the leader has; at once, or bit by bit if its disk is slow. */
    void receive(Etcd leader) {
        if (!isFirstContactMade || data.lastIndex >= leader.data.lastIndex) {
            return;
        }
        if (!machine.isDiskSlow) {
            data.lastIndex = leader.data.lastIndex;
        } else if (!isReceiving) {
            isReceiving = true;
            world.scheduler.after(machine.syncNanos(), ifAlive(() -> {
                isReceiving = false;
                Cluster cluster = data.cluster;
                if (cluster.leader() == leader && cluster.isLinked(leader, this)) {
                    data.lastIndex = Math.min(leader.data.lastIndex,
                            data.lastIndex + machine.entriesPerSync);
                    cluster.commit();
                    receive(leader);
                }
            }));
        }
    }

    void applied(long index, long revision) {
        applied = Math.max(applied, index);
        if (revision > appliedRevision) {
            appliedRevision = revision;
            for (int i = 0; i < watchers.size(); i++) {
                watchers.get(i).pump();
            }
        }
    }

    void publish() {
        if (!isPublished && !isPublishing && isFirstContactMade) {
            isPublishing = true;
            publications++;
            data.cluster.publish(this, publications == 1, ifAlive(() -> {
                isPublished = true;
                publishedAt = world.scheduler.now();
                machine.etcdChanged();
            }));
        }
    }

    void publishAgain() {
        if (alive && !isPublished) {
            isPublishing = false;
            data.cluster.reassess();
        }
    }

    /** Its client port is open. */
    boolean listens() {
        return alive && isPublished;
    }

    /** When its client port was opened; only if it is open. */
    long listensSince() {
        return publishedAt;
    }

    /** Whoever asks it for its health is told that it is well. */
    boolean serves() {
        return listens() && !paused && data.cluster.hasLeader(this);
    }

    void watch(Watches client) {
        watchers.add(client);
    }

    void unwatch(Watches client) {
        watchers.remove(client);
    }

    /** The action is run when the process ends: a connection breaks. */
    void onEnd(Runnable action) {
        atEnd.add(action);
    }

    void forgetOnEnd(Runnable action) {
        atEnd.remove(action);
    }

    // Pause and end.

    void pause() {
        if (alive && !paused) {
            paused = true;
            pausedAt = world.scheduler.now();
            reassess();
        }
    }

    void resume() {
        if (alive && paused) {
            paused = false;
            if (world.scheduler.now() - pausedAt >= Cluster.SILENCE_NANOS) {
                longPauseEndedAt = world.scheduler.now();
            }
            List<Runnable> waiting = List.copyOf(queue);
            queue.clear();
            waiting.forEach(Runnable::run);
            reassess();
        }
    }

    private void reassess() {
        if (data != null) {
            data.cluster.reassess();
        }
        machine.etcdChanged();
    }

    /** Does it now, or when the process goes on; not at all if it ends before. */
    void whenAwake(Runnable action) {
        if (!alive) {
            return;
        }
        if (paused) {
            queue.add(action);
        } else {
            action.run();
        }
    }

    void endRemoved() {
        if (!isEnding) {
            isEnding = true;
            world.scheduler.after(world.dice.nanos(10, 60), () -> whenAwake(
                    () -> ended(Exit.REMOVED, "data-dir used by this member must be removed")));
        }
    }

    /** SIGTERM: a leader hands over first. */
    void terminate() {
        if (data != null) {
            data.cluster.handOver(this);
        }
        world.scheduler.after(world.dice.nanos(10, 300), () -> whenAwake(
                () -> ended(Exit.ASKED, "")));
    }

    /** SIGKILL, or power off. */
    void kill() {
        ended(Exit.CRASHED, "it was killed (SIGKILL)");
    }

    private void end(double millis, Exit why, String said) {
        world.scheduler.after(world.dice.nanos(millis, 2 * millis), ifAlive(() -> ended(why, said)));
    }

    private void ended(Exit why, String said) {
        if (!alive) {
            return;
        }
        alive = false;
        // What a stopped process had still to do dies with it.
        queue.clear();
        exit = why;
        words = said;
        if (world.trace.isWritten()) {
            world.trace.add(machine.name, "etcd ends: " + why + " " + said);
        }
        watchers.clear();
        List<Runnable> broken = List.copyOf(atEnd);
        atEnd.clear();
        broken.forEach(Runnable::run);
        if (data != null && joinedAt >= 0) {
            data.cluster.left(this);
        }
        machine.etcdChanged();
    }

    Exit exit() {
        return exit;
    }

    String words() {
        return words;
    }

    private Runnable ifAlive(Runnable action) {
        return () -> whenAwake(action);
    }
}
