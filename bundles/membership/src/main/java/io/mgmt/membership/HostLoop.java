// SPDX-License-Identifier: Apache-2.0
// Over 400 lines: what one mailbox owns; halves of it would share all of its state.
package io.mgmt.membership;

import io.mgmt.agent.Agent;
import io.mgmt.agent.Timers.Timer;
import io.mgmt.agent.Urls;
import io.mgmt.cluster.ClusterReport;
import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.cluster.ClusterState;
import io.mgmt.cluster.PlacementPolicy;
import io.mgmt.cluster.ViewedHost.Server;
import io.mgmt.core.identity.HostStep;
import io.mgmt.core.identity.HostView;
import io.mgmt.core.identity.HostView.Roll;
import io.mgmt.core.identity.Keys;
import io.mgmt.core.identity.UrlConflicts;
import io.mgmt.core.membership.Departure;
import io.mgmt.core.membership.Departure.Others;
import io.mgmt.core.membership.Duty;
import io.mgmt.etcd.Members;
import io.mgmt.etcd.Members.Member;
import io.mgmt.graph.RunningGraph;
import io.mgmt.store.Commit;
import io.mgmt.store.Store;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of this host: gathers a {@link HostView}, lets core decide one {@link HostStep}, does
 * it, and waits for the next event. Whatever happens outside only rings the bell.
 *
 * <p>All state is touched from within the mailbox only; nothing blocks, and time is the port's, so
 * that a simulator can drive it.
 */
final class HostLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HostLoop.class);

    private static final Duration RETRY = Duration.ofSeconds(1);
    /** A full or broken disk is not mended within a second. */
    private static final Duration RETRY_DISK = Duration.ofSeconds(5);
    private static final Duration WITHDRAW_WITHIN = Duration.ofSeconds(3);
    private static final Timer NO_TIMER = () -> { };

    private final Ports ports;
    private final Prepared prepared;
    private final String host;
    private final Mailbox mailbox;
    private final HostMemory memory;
    private final HostSession session;
    private final EtcdWatch etcd;
    private final HostDuty duty;
    private final Advisers advisers;
    private final LeaderLoop leader;
    /** Who has voters to be asked: a host that knew old ones only could lose its cluster. */
    private final Bells endpoints;
    private final Notes notes;
    private final SingleCall calls;
    private final List<CompletableFuture<Void>> withdrawals = new ArrayList<>();

    private volatile ClusterReport report;
    private Optional<Store> store = Optional.empty();
    private Optional<Members> members = Optional.empty();
    private Optional<Roll> roll = Optional.empty();
    private Optional<List<Member>> listed = Optional.empty();
    private List<String> voters = List.of();
    /** The member list is to be read again, though the last one still serves. */
    private boolean isRollDue;
    private boolean isVoter;
    private Optional<String> nominated = Optional.empty();
    private volatile Optional<Farewell> farewell = Optional.empty();
    private Optional<Duration> unconnectedSince = Optional.empty();
    private int ticks;
    private boolean hasBegun;
    private boolean hasComparedSeeds;
    private boolean hasComparedUrls;
    private boolean isOver;
    private Duration notBefore = Duration.ZERO;
    private Timer wake = NO_TIMER;
    private Timer tick = NO_TIMER;

    HostLoop(Ports ports, Prepared prepared) {
        this.ports = ports;
        this.prepared = prepared;
        host = ports.host().name().value();
        mailbox = new Mailbox(ports.timers());
        calls = new SingleCall(mailbox, this::round);
        memory = new HostMemory(ports, prepared);
        session = new HostSession(ports, prepared, mailbox, this::round);
        endpoints = new Bells(List.of(Keys.ENDPOINTS), mailbox, () -> {
            isRollDue = true;
            round();
        });
        notes = new Notes(host, ports.host().isTemporary(), prepared);
        etcd = new EtcdWatch(host, prepared, ports.agent());
        duty = new HostDuty(ports, prepared, mailbox, memory, session, etcd);
        advisers = Advisers.of(host, prepared.settings().mostVoters(), ports.timers(), ports.policyThreads());
        leader = new LeaderLoop(ports, prepared, mailbox, advisers,
                () -> new LeaderLoop.Part(isVoter && !memory.founds(), session.isLeaving(), memory.founds()),
                this::looked);
        report = notes.report(etcd.status(), false, Optional.empty(), "", leader);
    }

    /** Begins; what is given before is kept. */
    void start() {
        etcd.follow(() -> mailbox.execute(this::etcdChanged));
        mailbox.execute(() -> {
            unconnectedSince = unconnectedSince.or(() -> isConnected() ? Optional.empty()
                    : Optional.of(ports.timers().now()));
            tick = ports.timers().every(prepared.settings().delays().tick(),
                    () -> mailbox.execute(this::ticked));
            etcdChanged();
        });
    }

    /** The store that can be used from now on; empty: none. */
    void store(Optional<Store> now) {
        mailbox.execute(() -> {
            store = now;
            connectionChanged();
        });
    }

    /** See {@link #store}. */
    void members(Optional<Members> now) {
        mailbox.execute(() -> {
            members = now;
            connectionChanged();
        });
    }

    /** The graph to tell about; empty: none. */
    void graph(Optional<RunningGraph> now) {
        mailbox.execute(() -> {
            session.graph(now);
            round();
        });
    }

    /** The sizing policies that are installed from now on; none: nothing is decided. */
    void sizing(List<Installed<ClusterSizingPolicy>> now) {
        advisers.sizing().set(now);
        mailbox.execute(leader::advisersChanged);
    }

    /** The placement policies that are installed from now on; none: hosts come and go by name. */
    void placement(List<Installed<PlacementPolicy>> now) {
        advisers.placement().set(now);
        mailbox.execute(leader::advisersChanged);
    }

    ClusterReport report() {
        return report;
    }

    LeaderLoop leader() {
        return leader;
    }

    /** What an orderly end waits for at present; empty: for nothing of the cluster's. */
    Optional<String> waitsFor() {
        return farewell.flatMap(Farewell::waitsFor);
    }

    /** The second signal: no longer waits to be replaced or removed. */
    void hurry() {
        mailbox.execute(() -> farewell.ifPresent(Farewell::cancel));
    }

    /**
     * Tells the cluster that this host is about to leave.
     *
     * @return completes when that is written, or cannot be within 3 s
     */
    CompletableFuture<Void> withdraw() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        mailbox.execute(() -> {
            if (isOver) {
                done.complete(null);
                return;
            }
            withdrawals.add(done);
            session.withdraw();
            ports.timers().after(WITHDRAW_WITHIN, () -> done.complete(null));
            LOG.info("{} withdraws: reason=\"the agent was asked to stop\"", host);
            round();
        });
        return done;
    }

    /**
     * Ends the session, then stops etcd; member and data stay.
     *
     * @return completes when that is done, or its time is over
     */
    CompletableFuture<Void> leave() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        mailbox.execute(() -> departed().thenRunAsync(() -> {
            end();
            leader.end();
            new Leaving(ports, mailbox, memory, etcd, prepared.settings().leaveWithin()).go(session)
                    .whenComplete((nothing, e) -> done.complete(null));
        }, mailbox));
        return done;
    }

    /** Completes when this host, if it has withdrawn, may end. */
    private CompletableFuture<Void> departed() {
        if (isOver || !session.isLeaving() || prepared.plan().isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        Farewell open = new Farewell(host, ports.timers().now(), prepared.settings().delays(),
                in -> ports.timers().after(in, () -> mailbox.execute(this::tell)));
        farewell = Optional.of(open);
        isRollDue = true;
        round();
        return open.over();
    }

    /** As the last look of a voter says; a host that runs none need not know. */
    private Others others() {
        return leader.latest().filter(view -> isVoter).map(view -> Departure.others(view, host)).orElse(Others.STAY);
    }

    /**
     * Stops looking after this host; its etcd and its keys stay, the latter until their lease ends.
     */
    @Override
    public void close() {
        etcd.close();
        mailbox.execute(() -> {
            end();
            leader.close();
            session.close();
        });
    }

    private void end() {
        isOver = true;
        calls.end();
        endpoints.close();
        tick.close();
        wake.close();
        withdrawals.forEach(waiting -> waiting.complete(null));
    }

    private void connectionChanged() {
        calls.forget();
        roll = Optional.empty();
        session.store(isConnected() ? store : Optional.empty());
        leader.connected(isConnected() ? store : Optional.empty(), isConnected() ? members : Optional.empty());
        unconnectedSince = isConnected() ? Optional.empty()
                : Optional.of(unconnectedSince.orElse(ports.timers().now()));
        listed = isConnected() ? listed : Optional.empty();
        notBefore = Duration.ZERO;
        round();
    }

    private boolean isConnected() {
        return store.isPresent() && members.isPresent();
    }

    private void etcdChanged() {
        if (etcd.look()) {
            calls.forget();
            roll = Optional.empty();
            isVoter &= etcd.serves();
        }
        isRollDue = true;
        round();
    }

    /** A host that has nothing to do with a member need not read the list so often: there may be thousands. */
    private void ticked() {
        ticks++;
        isRollDue |= duty.isMember() || nominated.isPresent() || ticks % 10 == 0;
        round();
    }

    private void round() {
        if (calls.isBusy() || isOver) {
            return;
        }
        wake.close();
        endpoints.store(isConnected() ? store : Optional.empty());
        Duration early = notBefore.minus(ports.timers().now());
        if (!early.isNegative() && !early.isZero()) {
            wakeIn(early);
        } else if (!hasBegun) {
            begin();
        } else if (isRollDue && isConnected() && roll.filter(last -> last.strangers().isEmpty()).isPresent()) {
            readRoll();
        } else {
            HostStep step = HostStep.next(view());
            LOG.debug("{} decided: step={}", host, step);
            notes.step(step);
            perform(step);
        }
        tell();
    }

    /** Who looks hears of a new voter there first; until its endpoint is on the disk this host may know itself only. */
    private void looked() {
        long seen = leader.latest().stream().flatMap(view -> view.members().stream())
                .filter(member -> !member.learner()).count();
        if (!isRollDue && roll.filter(last -> last.voters() != seen).isPresent()) {
            isRollDue = true;
            mailbox.execute(this::round);
        }
        tell();
    }

    private void tell() {
        Duration now = ports.timers().now();
        farewell.ifPresent(open -> open.look(now, duty.isMember(), session.isNoted(), others(),
                unconnectedSince));
        notes.ownerless(hasBegun && memory.member().isEmpty() && etcd.hasData(), memory.cluster().clusterId(),
                ports.host().stateDirectory());
        notes.silent(unconnectedSince.map(now::minus).orElse(Duration.ZERO), voters);
        report = notes.report(etcd.status(), isConnected(), roll, memory.cluster().clusterId(), leader);
    }

    private HostView view() {
        String answering = isConnected() ? store.get().clusterId() : "";
        HostView.Seen seen = new HostView.Seen(etcd.serves(), answering, roll, session.present(),
                session.holder());
        HostInfo.Now now = session.now(etcd.serves(), duty.server(), duty.brokenMember(),
                etcd.version());
        return new HostView(host, prepared.plan().isPresent(), memory.view(), seen,
                session.view(memory.view(), roll, now, !withdrawals.isEmpty()));
    }

    private void perform(HostStep step) {
        if (step instanceof HostStep.Blocked) {
            rest();
        } else if (step instanceof HostStep.Settled && isTimingNew()) {
            ClusterState state = memory.cluster();
            recorded(() -> memory.cluster(new ClusterState(state.clusterId(), state.endpoints(), state.leases(),
                    session.timing())));
        } else if (step instanceof HostStep.Wait || step instanceof HostStep.Settled) {
            rest();
            obey();
        } else if (step instanceof HostStep.AwaitHolder await) {
            rest();
            wakeIn(await.time());
        } else if (step instanceof HostStep.Pause pause) {
            wakeIn(pause.time());
        } else if (step instanceof HostStep.ReadRoll) {
            readRoll();
        } else if (step instanceof HostStep.RecordCluster record) {
            ClusterState state = memory.cluster().seen(record.clusterId(), record.endpoints().list(),
                    record.leases());
            recorded(() -> memory.cluster(state));
        } else if (step instanceof HostStep.RecordMember record) {
            recorded(() -> memory.member(record.member()));
            // Who founds leads no sooner: without its data it would found the same cluster again, beside others.
            leader.ring();
        } else if (step instanceof HostStep.EndOldSessions old) {
            call(() -> session.endOld(old.leases()), nothing -> { });
        } else if (step instanceof HostStep.BeginSession) {
            call(session::begin, nothing -> { });
        } else if (step instanceof HostStep.ReadKeys) {
            call(session::readKeys, nothing -> { });
        } else if (step instanceof HostStep.WriteKeys write) {
            call(() -> session.write(write.txn()), commit -> written(write, commit));
        } else if (step instanceof HostStep.GiveUp giveUp) {
            giveUp(giveUp.reason());
        }
    }

    /** The next start of its etcd is to be made with it, also if nobody answers then. */
    private boolean isTimingNew() {
        return session.timing().isPresent() && !session.timing().equals(memory.cluster().timing());
    }

    private void rest() {
        // Written, or not to be written in the foreseeable future.
        withdrawals.forEach(waiting -> waiting.complete(null));
        withdrawals.clear();
        Optional<String> now = session.value(Keys.nominated(host));
        isRollDue |= !now.equals(nominated);
        nominated = now;
    }

    /** Does what is to be done with the etcd of this host. */
    private void obey() {
        // Who founds has its own way of starting; but one that has served, and ended, is started as a member is.
        if (prepared.plan().isEmpty() || memory.founds() && !(etcd.hasFailed() && etcd.hasData())) {
            return;
        }
        if (isRollDue && isConnected() && roll.isPresent()) {
            mailbox.execute(this::round);
            return;
        }
        duty.look(listed);
        Optional<Member> moved = duty.moved(listed);
        if (moved.isPresent() && members.isPresent()) {
            List<String> urls = duty.peerUrls();
            LOG.info("{} tells the cluster its new peer URLs: memberId={} peerUrls={} before={}", host,
                    moved.get().id(), urls, moved.get().peerUrls());
            call(() -> members.get().updatePeerUrls(moved.get().id(), urls), nothing -> isRollDue = true);
            return;
        }
        Duty next = duty.next(listed, others() != Others.STAY);
        if (next instanceof Duty.Start start) {
            if (!duty.pause().isZero()) {
                wakeIn(duty.pause());
                return;
            }
            if (memory.member().isEmpty()) {
                measure(listed.orElse(List.of()));
            }
            call(() -> duty.start(start), nothing -> connect());
        } else if (next instanceof Duty.Stop && !(session.isLeaving() && others() != Others.STAY)) {
            // When all leave, the orderly end stops it, after the session.
            call(etcd::stop, nothing -> { });
        } else if (next instanceof Duty.Archive) {
            call(duty::archive, nothing -> connect());
        } else if (next instanceof Duty.ReportBroken broken) {
            boolean isNews = duty.server() != Server.BROKEN;
            duty.reportBroken(broken.memberId());
            if (isNews) {
                mailbox.execute(this::round);
            }
        }
    }

    /** Of a joiner, beside its start: raft's times were chosen by a host that may be far away. */
    private void measure(List<Member> all) {
        new RoundTrip(members.orElseThrow(), ports.timers()).farthest(all).thenAcceptAsync(found ->
                found.flatMap(farthest -> RoundTrip.warning(farthest, duty.timing())).ifPresent(warning ->
                        LOG.warn("{} is far from its cluster: reason=\"{}\"", host, warning)), mailbox);
    }

    private void giveUp(String reason) {
        LOG.error("{} gives up: reason=\"{}\"", host, reason);
        end();
        ports.agent().ifPresent(agent -> agent.end(Agent.WRONG_INPUT, reason));
    }

    private void begin() {
        if (prepared.setsAside() && !ports.newCluster().isFulfilled()) {
            // The member of the old identity may still run: only then can its data be moved.
            call(() -> prepared.etcd().orElseThrow().stop(),
                    stopped -> beginWith(() -> memory.setAside()));
        } else {
            beginWith(() -> { });
        }
    }

    /** A step that writes to the disk. */
    private interface Disk {
        void run() throws IOException;
    }

    private void beginWith(Disk first) {
        onDisk(() -> {
            first.run();
            memory.open();
            hasBegun = true;
            if (memory.joins() && !etcd.hasData()) {
                // Its join was cut short, and its etcd may still wait for peers. It has no data and no vote; once its
                // member is added anew, it would join as that one, and nobody here would know.
                call(etcd::stop, stopped -> startEtcd());
            } else {
                startEtcd();
            }
        });
        mailbox.execute(this::round);
    }

    private void startEtcd() {
        etcd.start();
        connect();
    }

    private void recorded(Disk write) {
        onDisk(() -> {
            write.run();
            connect();
        });
        mailbox.execute(this::round);
    }

    private void onDisk(Disk write) {
        try {
            write.run();
            notes.mended();
        } catch (IOException e) {
            notes.failed(e.getMessage());
            notBefore = ports.timers().now().plus(RETRY_DISK);
        }
    }

    private void connect() {
        boolean servesOwn = duty.isMember() && !roll.map(Roll::learner).orElse(false);
        Set<URI> urls = new LinkedHashSet<>(servesOwn ? prepared.settings().advertisedClientUrls().list()
                : List.of());
        // A host that founds a cluster must not talk to another one meanwhile.
        if (!memory.founds()) {
            urls.addAll(memory.cluster().endpoints());
            urls.addAll(prepared.settings().seeds().list());
        }
        notes.endpoints(new Urls(List.copyOf(urls)));
        memory.connect(List.copyOf(urls));
    }

    private void readRoll() {
        // Once: a seed that founds anew later must not end what runs.
        boolean asksSeeds = !hasComparedSeeds && !memory.cluster().clusterId().isEmpty();
        isRollDue = false;
        Optional<URI> own = prepared.plan().isPresent() && etcd.serves()
                ? Optional.of(prepared.settings().advertisedClientUrls().list().get(0))
                : Optional.empty();
        call(() -> new RollCall(members.orElseThrow(), store.orElseThrow().clusterId())
                .read(own, asksSeeds ? prepared.settings().seeds() : Urls.NONE), this::called);
    }

    private void called(RollCall.Called now) {
        hasComparedSeeds |= !memory.cluster().clusterId().isEmpty();
        roll = Optional.of(now.roll());
        listed = Optional.of(now.members());
        voters = now.members().stream().filter(member -> !member.learner()).map(Member::name).toList();
        boolean votes = etcd.serves() && !now.roll().memberId().isEmpty() && !now.roll().learner();
        if (!hasComparedUrls && prepared.plan().isPresent() && !duty.isMember()) {
            UrlConflicts.of(host, HostInfo.texts(prepared.settings().advertisedClientUrls()), duty.peerUrls(),
                    now.members()).ifPresent(this::giveUp);
        }
        hasComparedUrls = true;
        if (votes != isVoter) {
            isVoter = votes;
            connect();
            leader.ring();
        }
    }

    private void written(HostStep.WriteKeys write, Commit commit) {
        if (!commit.succeeded()) {
            LOG.debug("{} did not write keys: keys={} reason=\"somebody else was faster\"", host,
                    write.keys());
        } else if (write.repairs()) {
            LOG.info("{} wrote keys: keys={} revision={} reason=\"{}\"", host, write.keys(),
                    commit.revision(), write.reason());
        } else {
            LOG.debug("{} wrote keys: keys={} revision={} reason=\"{}\"", host, write.keys(),
                    commit.revision(), write.reason());
        }
    }

    /** Calls out, and goes on when the answer is there. */
    private <T> void call(Supplier<CompletableFuture<T>> call, Consumer<T> then) {
        calls.make(call, (value, e) -> {
            if (e == null) {
                notes.mended();
                then.accept(value);
            } else {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                notes.failed(Objects.toString(cause.getMessage(), cause.toString()));
                notBefore = ports.timers().now().plus(RETRY);
            }
            round();
        });
    }

    private void wakeIn(Duration time) {
        wake.close();
        wake = ports.timers().after(time, () -> mailbox.execute(this::round));
    }
}
