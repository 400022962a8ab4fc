// SPDX-License-Identifier: Apache-2.0
// Over 400 lines: one raft group; what its parts share is the whole of its state.
package io.mgmt.simulator;

import io.mgmt.etcd.Members.Member;
import io.mgmt.etcd.RefusedException.Reason;
import io.mgmt.store.Commit;
import io.mgmt.store.StoreException;
import io.mgmt.store.Txn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One etcd cluster: raft, the member list, the keys and the leases.
 *
 * <p>The log is one list for all: what is committed never differs between members, they only know
 * less of it. What is kept for each member is how far its disk reaches; from that follow who may lead,
 * what is committed, and what becomes of an entry whose leader dies. The checks of membership calls
 * are etcd's (etcd's source, server/etcdserver/server.go and api/membership/cluster.go).
 */
final class Cluster {

    /** So long a connection counts after the last sign of life (etcd's source, rafthttp.ConnReadTimeout). */
    static final long SILENCE_NANOS = 5_000_000_000L;
    /** etcd's HealthInterval: so long voters must have been connected before the members change. */
    private static final long HEALTH_NANOS = 5_000_000_000L;
    /** How long etcd waits before it asks again whether it may answer a read. */
    private static final long READ_AGAIN_NANOS = 500_000_000L;
    /** Our constant for --max-learners, which versions before 3.6 do not have. */
    private static final int MOST_LEARNERS = 8;
    private static final int LEARNERS_MINOR = 6;

    /** etcd tells about itself again after its request time-out: 5 s and two election time-outs. */
    private static final long PUBLISH_AGAIN_NANOS = 7_000_000_000L;

    /** What a call comes to, if anything. */
    sealed interface Answer<T> {
    }

    /** It was done. */
    record Done<T>(T value) implements Answer<T> {
    }

    /** etcd said no. */
    record No<T>(Reason reason, String words) implements Answer<T> {
    }

    /** A change on its way into the log, and who waits for it. */
    private record Entry(String what, boolean changesMembers, Supplier<Answer<?>> apply,
            Consumer<Answer<?>> told) {
    }

    private static final class Granted {
        private final long id;
        private final long ttlNanos;
        private long endsAt;

        private Granted(long id, long ttlNanos, long endsAt) {
            this.id = id;
            this.ttlNanos = ttlNanos;
            this.endsAt = endsAt;
        }
    }

    final String id;
    final Keyspace keys;
    private final World world;
    private final Scheduler scheduler;
    private final Dice dice;
    private final long electionNanos;
    private final Map<String, Seat> seats = new LinkedHashMap<>();
    private final TreeSet<String> removed = new TreeSet<>();
    private final List<Etcd> processes = new ArrayList<>();
    private final TreeMap<Long, Granted> leases = new TreeMap<>();
    /** Entries in the log of the leader that are not committed; the first follows the commit index. */
    private final Deque<Entry> pending = new ArrayDeque<>();
    private long commitIndex;
    private long term = 1;
    private Etcd leader;
    /** It has committed an entry of its own term, so that it may answer reads. */
    private boolean isLeaderReady;
    private Scheduler.Due check;
    private Scheduler.Due replication;
    private Scheduler.Due spreading;
    private long nextLease;
    private long nextMember;
    /** Counted, for {@link Crowd}. */
    private long renewals;
    private long reads;

    Cluster(World world, String id, long electionNanos) {
        this.world = world;
        this.id = id;
        this.electionNanos = electionNanos;
        scheduler = world.scheduler;
        dice = world.dice;
        nextLease = Dice.mix(id.hashCode()) >>> 2;
        keys = new Keyspace(event -> world.checks.changed(this, event));
    }

    // Members.

    Seat found(String memberId, List<String> peerUrls) {
        Seat seat = new Seat(memberId, peerUrls, false, 0, scheduler.now());
        seats.put(memberId, seat);
        return seat;
    }

    List<Seat> seats() {
        return List.copyOf(seats.values());
    }

    Seat seat(String memberId) {
        return seats.get(memberId);
    }

    List<Etcd> processes() {
        return List.copyOf(processes);
    }

    Etcd leader() {
        return leader;
    }

    long term() {
        return term;
    }

    long commitIndex() {
        return commitIndex;
    }

    long renewals() {
        return renewals;
    }

    long reads() {
        return reads;
    }

    int voters() {
        int voters = 0;
        for (Seat seat : seats.values()) {
            voters += seat.isLearner ? 0 : 1;
        }
        return voters;
    }

    int quorum() {
        return voters() / 2 + 1;
    }

    /** Once every promotion that was proposed has its effect. */
    int quorumSoon() {
        int coming = 0;
        for (Seat seat : seats.values()) {
            coming += seat.isLearner && seat.isComing ? 1 : 0;
        }
        return (voters() + coming) / 2 + 1;
    }

    /** The lowest minor version that a voter runs, as far as is known; it is etcd's cluster version. */
    int minor() {
        int lowest = Integer.MAX_VALUE;
        for (Seat seat : seats.values()) {
            if (!seat.isLearner && seat.data != null) {
                lowest = Math.min(lowest, seat.data.minor);
            }
        }
        return lowest;
    }

    /** True if it would be heard by raft's leader, and hears it: its vote counts. */
    boolean counts(Seat seat) {
        return leader != null && seat.process != null && isLinked(leader, seat.process)
                && leaderHolds();
    }

    /** For how long its vote has not counted; 0 if it does. While nobody leads, who runs counts. */
    long notCountedFor(Seat seat) {
        observe();
        return seat.isCounted ? 0 : scheduler.now() - seat.countedChangedAt;
    }

    /** For how long its vote has counted; -1 if it does not. */
    long countedFor(Seat seat) {
        observe();
        return seat.isCounted ? scheduler.now() - seat.countedChangedAt : -1;
    }

    /** Takes down whose vote counts; called whenever that may have changed. */
    private void observe() {
        for (Seat seat : seats.values()) {
            Etcd process = seat.process;
            boolean counts = process != null && process.isInRaft() && process.isAwake()
                    && (leader == null || !leader.isAwake() || isLinked(leader, process));
            if (counts != seat.isCounted) {
                seat.isCounted = counts;
                seat.countedChangedAt = scheduler.now();
            }
        }
    }

    boolean isLinked(Etcd one, Etcd other) {
        return one == other ? one.isAwake()
                : one.isInRaft() && other.isInRaft() && one.isAwake() && other.isAwake()
                        && world.wires.carriesBothWays(one.machine.index, other.machine.index);
    }

    /** It hears a leader that has a quorum. */
    boolean hasLeader(Etcd process) {
        return leader != null && isLinked(leader, process) && leaderHolds();
    }

    // Processes.

    void joined(Etcd process) {
        processes.add(process);
        Seat seat = seats.get(process.data.memberId);
        if (seat != null) {
            seat.process = process;
            seat.data = process.data;
        }
        process.applied = Math.min(process.data.lastIndex, commitIndex);
        reassess();
    }

    void left(Etcd process) {
        processes.remove(process);
        Seat seat = seats.get(process.data.memberId);
        if (seat != null && seat.process == process) {
            seat.process = null;
        }
        reassess();
    }

    /** Somebody came, went, fell silent or woke up, or a wire was cut or mended. */
    void reassess() {
        if (leader != null && (!leader.isAlive() || !isVoter(leader))) {
            leader = null;
        }
        if (leader == null || !leaderHolds()) {
            checkLater();
        } else {
            replicateSoon();
            publishAll();
        }
        observe();
        endRemoved();
    }

    private boolean isVoter(Etcd process) {
        Seat seat = seats.get(process.data.memberId);
        return seat != null && !seat.isLearner;
    }

    private boolean leaderHolds() {
        return leader.isAwake() && linkedVoters(leader) >= quorum();
    }

    private int linkedVoters(Etcd process) {
        int linked = 0;
        for (Seat seat : seats.values()) {
            if (!seat.isLearner && seat.process != null && isLinked(process, seat.process)) {
                linked++;
            }
        }
        return linked;
    }

    private void endRemoved() {
        for (Etcd process : processes()) {
            if (removed.contains(process.data.memberId) && process.isAwake()) {
                for (Seat seat : seats.values()) {
                    if (seat.process != null && isLinked(process, seat.process)) {
                        process.endRemoved();
                        break;
                    }
                }
            }
        }
    }

    // Elections.

    private void checkLater() {
        if (check == null && !processes.isEmpty()) {
            // The first election comes at once: etcd shortens its first time-out.
            double millis = term == 1 ? electionNanos / 10e6 : electionNanos / 1e6;
            check = scheduler.after(dice.nanos(millis, 2 * millis), this::check);
        }
    }

    private void check() {
        check = null;
        if (leader != null && leaderHolds()) {
            return;
        }
        Etcd winner = voters() > 1 && dice.perMille(80) ? null : winner();
        if (winner != null) {
            lead(winner);
            return;
        }
        if (leader != null && leader.isAwake()) {
            world.trace.add(leader.machine.name, "etcd steps down: no quorum");
            leader = null;
        }
        int running = 0;
        for (Seat seat : seats.values()) {
            running += !seat.isLearner && seat.process != null ? 1 : 0;
        }
        if (running >= quorum()) {
            checkLater();
        }
    }

    private Etcd winner() {
        List<Etcd> candidates = new ArrayList<>();
        for (Seat seat : seats.values()) {
            if (!seat.isLearner && seat.process != null && seat.process.isInRaft()
                    && seat.process.isAwake()) {
                candidates.add(seat.process);
            }
        }
        for (Etcd candidate : dice.shuffled(candidates)) {
            int votes = 0;
            for (Etcd voter : candidates) {
                if (isLinked(candidate, voter)
                        && voter.data.lastIndex <= candidate.data.lastIndex) {
                    votes++;
                }
            }
            if (votes >= quorum()) {
                return candidate;
            }
        }
        return null;
    }

    private void lead(Etcd winner) {
        leader = winner;
        term++;
        isLeaderReady = false;
        long last = winner.data.lastIndex;
        if (world.trace.isWritten()) {
            world.trace.add(winner.machine.name, "etcd leads: term=" + term + " index=" + last
                    + " committed=" + commitIndex);
        }
        if (last < commitIndex) {
            world.checks.lost(this, winner, commitIndex - last);
        }
        while (commitIndex + pending.size() > last && !pending.isEmpty()) {
            pending.removeLast();
        }
        for (Seat seat : seats.values()) {
            if (seat.data != null) {
                seat.data.lastIndex = Math.min(seat.data.lastIndex, last);
            }
        }
        append(new Entry("term", false, () -> {
            isLeaderReady = true;
            for (Granted lease : leases.values()) {
                lease.endsAt = scheduler.now() + lease.ttlNanos;
            }
            scheduler.after(0, this::publishAll);
            return new Done<>(null);
        }, answer -> { }));
        endRemoved();
    }

    /** Makes another voter the leader, as it was asked to. */
    void moveLeader(Etcd at, String toId, Consumer<Answer<Void>> told) {
        Seat to = seats.get(toId);
        if (leader != at || !leaderHolds()) {
            told.accept(new No<>(Reason.OTHER, "etcdserver: not leader"));
        } else if (to == null || to.isLearner) {
            told.accept(new No<>(Reason.OTHER, "etcdserver: bad leader transferee"));
        } else if (to.process == leader) {
            told.accept(new Done<>(null));
        } else {
            scheduler.after(dice.nanos(5, 100), () -> {
                if (leader == at && to.process != null && leaderHolds()
                        && isLinked(leader, to.process)
                        && to.process.data.lastIndex == leader.data.lastIndex
                        && isVoter(to.process)) {
                    lead(to.process);
                    told.accept(new Done<>(null));
                }
            });
        }
    }

    /** A leader that is told to end hands over first, if it can. */
    void handOver(Etcd from) {
        if (leader == from && leaderHolds()) {
            for (Seat seat : seats.values()) {
                if (!seat.isLearner && seat.process != null && seat.process != from
                        && isLinked(from, seat.process)
                        && seat.process.data.lastIndex == from.data.lastIndex) {
                    lead(seat.process);
                    return;
                }
            }
        }
    }

    // The log.

    /** Sends an entry to the leader; nothing is heard of it if there is none, or it cannot be reached. */
    private void propose(Etcd via, Entry entry) {
        Etcd to = leader;
        if (to == null || !via.isInRaft() || via != to
                && !world.wires.carriesBothWays(via.machine.index, to.machine.index)) {
            return;
        }
        scheduler.after(world.wires.delay(via.machine.index, to.machine.index),
                () -> to.whenAwake(() -> {
                    if (leader == to) {
                        append(entry);
                    }
                }));
    }

    private void append(Entry entry) {
        if (entry.changesMembers) {
            for (Entry other : pending) {
                if (other.changesMembers) {
                    // Raft takes one change of the members at a time, and drops others without a word.
                    return;
                }
            }
        }
        pending.addLast(entry);
        leader.data.lastIndex = commitIndex + pending.size();
        replicateSoon();
    }

    private void replicateSoon() {
        if (replication == null) {
            replication = scheduler.after(replicationNanos(), this::replicate);
        }
    }

    /** Until more than half of the voters have it on disk, the leader included. */
    private long replicationNanos() {
        long[] delays = new long[seats.size()];
        int count = 0;
        for (Seat seat : seats.values()) {
            if (!seat.isLearner && seat.process != null && isLinked(leader, seat.process)) {
                long wire = seat.process == leader ? 0
                        : 2 * world.wires.delay(leader.machine.index, seat.process.machine.index);
                delays[count++] = wire + seat.process.machine.syncNanos();
            }
        }
        Arrays.sort(delays, 0, count);
        return count == 0 ? 1_000_000 : delays[Math.min(count, quorum()) - 1];
    }

    private void replicate() {
        replication = null;
        if (leader == null || !leader.isAwake()) {
            return;
        }
        for (Etcd process : processes()) {
            if (process != leader && isLinked(leader, process)
                    && seats.containsKey(process.data.memberId)) {
                process.receive(leader);
            }
        }
        commit();
    }

    /** Commits what more than half of the voters have on disk. */
    void commit() {
        while (!pending.isEmpty() && leader != null) {
            int have = 0;
            for (Seat seat : seats.values()) {
                if (!seat.isLearner && seat.data != null && seat.data.lastIndex > commitIndex) {
                    have++;
                }
            }
            if (have < quorum()) {
                break;
            }
            Entry entry = pending.removeFirst();
            commitIndex++;
            Answer<?> answer = entry.apply.get();
            entry.told.accept(answer);
            if (leader != null) {
                leader.applied(commitIndex, keys.revision());
            }
        }
        if (spreading == null) {
            spreading = scheduler.after(dice.nanos(0.2, 2), this::spread);
        }
    }

    /** Followers hear with the next message what is committed. */
    private void spread() {
        spreading = null;
        for (Etcd process : processes()) {
            if (leader != null && isLinked(leader, process)) {
                long known = Math.min(process.data.lastIndex, commitIndex);
                if (known == commitIndex) {
                    process.applied(commitIndex, keys.revision());
                } else {
                    process.applied = Math.max(process.applied, known);
                }
            }
        }
    }

    /** Those who have not yet told their name, and can now. */
    private void publishAll() {
        if (isLeaderReady) {
            for (Etcd process : processes()) {
                if (hasLeader(process) && seats.containsKey(process.data.memberId)) {
                    process.publish();
                }
            }
        }
    }

    void publish(Etcd process, boolean isFirst, Runnable done) {
        if (isFirst && dice.perMille(60)) {
            // Lost while peers connect, and sent again only after etcd's request time-out.
            scheduler.after(PUBLISH_AGAIN_NANOS, process::publishAgain);
            return;
        }
        propose(process, new Entry("publish", false, () -> {
            Seat seat = seats.get(process.data.memberId);
            if (seat != null) {
                seat.name = process.plan.name();
                seat.clientUrls = Texts.of(process.plan.advertisedClientUrls());
            }
            return new Done<>(null);
        }, answer -> scheduler.after(0, done)));
        scheduler.after(PUBLISH_AGAIN_NANOS, process::publishAgain);
    }

    // Keys and leases, asked at one member; nothing is answered if etcd could not.

    /** Calls back when a read at this member would be linearizable. */
    void read(Etcd via, Runnable ready) {
        reads++;
        read(via, ready, 2);
    }

    private void read(Etcd via, Runnable ready, int tries) {
        if (isLeaderReady && hasLeader(via)) {
            long there = world.wires.delay(via.machine.index, leader.machine.index);
            scheduler.after(2 * there + (voters() > 1 ? dice.nanos(0.2, 1) : 0), () ->
                    via.whenAwake(() -> {
                        if (hasLeader(via) && !via.isBehind()) {
                            via.applied(commitIndex, keys.revision());
                            ready.run();
                        } else if (tries > 0) {
                            readAgain(via, ready, tries);
                        }
                    }));
        } else if (tries > 0) {
            readAgain(via, ready, tries);
        }
    }

    private void readAgain(Etcd via, Runnable ready, int tries) {
        scheduler.after(READ_AGAIN_NANOS, () -> via.whenAwake(() -> read(via, ready, tries - 1)));
    }

    void commit(Etcd via, Txn txn, Caller by, Consumer<Answer<Commit>> told) {
        propose(via, new Entry("txn", false, () -> {
            try {
                Commit done = keys.commit(txn, leases::containsKey);
                if (done.succeeded()) {
                    world.checks.leaders().committed(by, txn);
                }
                return new Done<>(done);
            } catch (StoreException e) {
                return new No<Commit>(Reason.OTHER, e.getMessage());
            }
        }, answer -> told.accept(cast(answer))));
    }

    void grant(Etcd via, long ttlNanos, Consumer<Answer<Long>> told) {
        propose(via, new Entry("grant", false, () -> {
            Granted lease = new Granted(++nextLease, ttlNanos, scheduler.now() + ttlNanos);
            leases.put(lease.id, lease);
            watchOver(lease);
            return new Done<>(lease.id);
        }, answer -> told.accept(cast(answer))));
    }

    void revoke(Etcd via, long leaseId, Consumer<Answer<Void>> told) {
        propose(via, new Entry("revoke", false, () -> {
            if (leases.remove(leaseId) != null) {
                keys.drop(leaseId);
            }
            return new Done<>(null);
        }, answer -> told.accept(cast(answer))));
    }

    /** True if it lives on; false if there is no such lease. */
    void renew(Etcd via, long leaseId, Consumer<Answer<Boolean>> told) {
        if (!isLeaderReady || !hasLeader(via)) {
            return;
        }
        Granted lease = leases.get(leaseId);
        if (lease != null) {
            lease.endsAt = scheduler.now() + lease.ttlNanos;
            renewals++;
        }
        told.accept(new Done<>(lease != null));
    }

    boolean leaseLives(long leaseId) {
        return leases.containsKey(leaseId);
    }

    /** A lease ends only through the log, so never without a quorum; a new leader refreshes all. */
    private void watchOver(Granted lease) {
        scheduler.after(lease.endsAt - scheduler.now(), () -> {
            if (!leases.containsKey(lease.id)) {
                return;
            }
            if (lease.endsAt > scheduler.now()) {
                watchOver(lease);
            } else if (leader != null && isLeaderReady && leaderHolds()) {
                append(new Entry("expiry", false, () -> {
                    if (leases.remove(lease.id) != null) {
                        keys.drop(lease.id);
                    }
                    return new Done<>(null);
                }, answer -> { }));
                lease.endsAt = scheduler.now() + READ_AGAIN_NANOS;
                watchOver(lease);
            } else {
                scheduler.after(READ_AGAIN_NANOS, () -> watchOver(lease));
            }
        });
    }

    /** Deletes keys as a person would with etcdctl. */
    void deleteByHand(Etcd via, String prefix) {
        propose(via, new Entry("delete", false, () -> {
            List<String> found = new ArrayList<>();
            keys.list(prefix).forEach(entry -> found.add(entry.key()));
            world.checks.leaders().deletedByHand();
            keys.delete(found);
            return new Done<>(null);
        }, answer -> { }));
    }

    // Changes of the members, asked at one member. The checks are made there, with what it sees.

    void addLearner(Etcd via, List<String> peerUrls, Consumer<Answer<Member>> told) {
        if (!mayAdd(via)) {
            told.accept(unhealthy());
            return;
        }
        String memberId = Texts.hex(Dice.mix(id.hashCode() + 31L * ++nextMember
                + Texts.hash(String.join(",", peerUrls))));
        propose(via, new Entry("add " + peerUrls, true, () -> {
            for (Seat seat : seats.values()) {
                for (String url : peerUrls) {
                    if (seat.peerUrls.contains(url)) {
                        return new No<Member>(Reason.ALREADY_EXISTS,
                                "etcdserver: Peer URLs already exists");
                    }
                }
            }
            int learners = seats.size() - voters();
            if (learners >= (minor() >= LEARNERS_MINOR ? MOST_LEARNERS : 1)) {
                return new No<Member>(Reason.TOO_MANY_LEARNERS,
                        "etcdserver: too many learner members in cluster");
            }
            Seat seat = new Seat(memberId, peerUrls, true, commitIndex, scheduler.now());
            seats.put(memberId, seat);
            changed("added", seat);
            return new Done<>(seat.member());
        }, answer -> told.accept(cast(answer))));
    }

    void promote(Etcd via, String memberId, Consumer<Answer<Void>> told) {
        if (!isLeaderReady || !hasLeader(via)) {
            return;
        }
        Seat seat = seats.get(memberId);
        if (seat == null) {
            told.accept(unknown());
            return;
        }
        boolean inStep = seat.isLearner && seat.process != null && isLinked(leader, seat.process)
                && seat.data.lastIndex * 10 >= leader.data.lastIndex * 9;
        if (!inStep) {
            told.accept(new No<>(Reason.NOT_IN_STEP, "etcdserver: can only promote a learner member"
                    + " which is in sync with leader"));
            return;
        }
        int started = seat.isPublished() ? 1 : 0;
        for (Seat other : seats.values()) {
            started += !other.isLearner && other.isPublished() ? 1 : 0;
        }
        if (started < (voters() + 1) / 2 + 1) {
            told.accept(notEnoughStarted());
            return;
        }
        seat.isComing = true;
        propose(leader, new Entry("promote " + memberId, true, () -> {
            if (!seats.containsKey(memberId)) {
                return unknown();
            }
            if (!seat.isLearner) {
                return new No<Void>(Reason.NOT_IN_STEP, "etcdserver: can only promote a learner");
            }
            seat.isLearner = false;
            changed("promoted", seat);
            return new Done<>(null);
        }, answer -> told.accept(cast(answer))));
    }

    void remove(Etcd via, String memberId, Consumer<Answer<Void>> told) {
        Seat known = seats.get(memberId);
        if (known == null || !known.isLearner) {
            Answer<Void> no = mayRemove(via, known);
            if (no != null) {
                told.accept(no);
                return;
            }
        }
        propose(via, new Entry("remove " + memberId, true, () -> {
            Seat seat = seats.remove(memberId);
            if (seat == null) {
                return unknown();
            }
            removed.add(memberId);
            changed("removed", seat);
            if (leader != null && leader.data.memberId.equals(memberId)) {
                leader.endRemoved();
            }
            return new Done<>(null);
        }, answer -> told.accept(cast(answer))));
    }

    void updatePeerUrls(Etcd via, String memberId, List<String> peerUrls,
            Consumer<Answer<Void>> told) {
        propose(via, new Entry("update " + memberId, true, () -> {
            Seat seat = seats.get(memberId);
            if (seat == null) {
                return unknown();
            }
            for (Seat other : seats.values()) {
                for (String url : peerUrls) {
                    if (other != seat && other.peerUrls.contains(url)) {
                        return new No<Void>(Reason.ALREADY_EXISTS,
                                "etcdserver: Peer URLs already exists");
                    }
                }
            }
            seat.peerUrls = List.copyOf(peerUrls);
            return new Done<>(null);
        }, answer -> told.accept(cast(answer))));
    }

    private void changed(String what, Seat seat) {
        if (world.trace.isWritten()) {
            world.trace.add("etcd", what + " " + seat.id + " " + seat.name + seat.peerUrls
                    + ": voters=" + voters() + " learners=" + (seats.size() - voters())
                    + " index=" + commitIndex);
        }
        scheduler.after(0, this::reassess);
    }

    private boolean mayAdd(Etcd via) {
        int connected = connectedLong(via);
        boolean countsQuorum = via.machine.isPatched();
        return countsQuorum ? voters() == 1 || connected >= (voters() + 1) / 2 + 1
                : connected >= voters();
    }

    private Answer<Void> mayRemove(Etcd via, Seat seat) {
        int others = 0;
        int started = 0;
        for (Seat other : seats.values()) {
            if (other != seat && !other.isLearner) {
                others++;
                started += other.isPublished() ? 1 : 0;
            }
        }
        if (started < others / 2 + 1) {
            return notEnoughStarted();
        }
        if (seat == null || seat.process != via && connectedSince(via, seat) < 0) {
            return null;
        }
        return connectedLong(via) - 1 < 1 + (voters() - 1) / 2 ? unhealthy() : null;
    }

    /** How many voters this one has been connected to for long enough, itself included. */
    private int connectedLong(Etcd via) {
        int connected = 0;
        for (Seat seat : seats.values()) {
            if (!seat.isLearner) {
                long since = connectedSince(via, seat);
                boolean self = seat.process == via;
                connected += self || since >= 0 && since <= scheduler.now() - HEALTH_NANOS ? 1 : 0;
            }
        }
        return connected;
    }

    /** When the connection was made; -1 if there is none. A silent peer is noticed late. */
    private long connectedSince(Etcd via, Seat seat) {
        Etcd peer = seat.process;
        if (peer == null || !peer.isInRaft()) {
            return -1;
        }
        long now = scheduler.now();
        int one = via.machine.index;
        int other = peer.machine.index;
        if (!world.wires.carriesBothWays(one, other)
                && now - world.wires.cutSince(one, other) >= SILENCE_NANOS) {
            return -1;
        }
        if (!peer.isAwake() && now - peer.pausedAt() >= SILENCE_NANOS) {
            return -1;
        }
        return Math.max(Math.max(via.joinedAt(), peer.joinedAt()),
                Math.max(world.wires.openSince(one, other), seat.addedAtNanos));
    }

    List<Member> members() {
        List<Member> list = new ArrayList<>();
        for (Seat seat : seats.values()) {
            list.add(seat.member());
        }
        list.sort(Comparator.comparing(Member::name).thenComparing(Member::id));
        return list;
    }

    private static <T> No<T> unknown() {
        return new No<>(Reason.UNKNOWN_MEMBER, "etcdserver: member not found");
    }

    private static <T> No<T> unhealthy() {
        return new No<>(Reason.UNHEALTHY, "etcdserver: unhealthy cluster");
    }

    private static <T> No<T> notEnoughStarted() {
        return new No<>(Reason.UNHEALTHY,
                "etcdserver: re-configuration failed due to not enough started members");
    }

    @SuppressWarnings("unchecked")
    private static <T> Answer<T> cast(Answer<?> answer) {
        return (Answer<T>) answer;
    }
}
