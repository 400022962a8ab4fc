// SPDX-License-Identifier: Apache-2.0
// Over 400 lines: one loop in the order in which it goes round.
package io.mgmt.membership;

import io.mgmt.agent.Timers.Timer;
import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.ClusterView.Lead;
import io.mgmt.core.identity.Keys;
import io.mgmt.core.membership.Delays;
import io.mgmt.core.membership.SizeInForce;
import io.mgmt.core.membership.Step;
import io.mgmt.etcd.Members;
import io.mgmt.etcd.RefusedException;
import io.mgmt.store.Commit;
import io.mgmt.store.Store;
import io.mgmt.store.Txn;
import io.mgmt.store.Txn.Put;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of the leader, and of every host that may become it: gathers, lets core decide one step,
 * writes it, guarded, does it, and waits for the next event or the tick. A host that does not lead
 * only looks. For the mailbox only; nothing blocks.
 */
final class LeaderLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderLoop.class);

    private static final List<String> OF_DECISIONS = List.of(Keys.HOSTS, Keys.VOLUNTEERS, Keys.LEADER,
            Keys.BANNED, Keys.STARTED, Keys.IDEAL_CLUSTER_SIZE);
    /** While something is under way. */
    private static final Duration SOON = Duration.ofMillis(100);
    /** After "unhealthy cluster"; etcd's own rule takes 5 s. */
    private static final Duration REFUSED = Duration.ofMillis(250);
    /** At least between two looks, whatever happens. */
    private static final Duration BETWEEN = Duration.ofMillis(10);
    private static final Duration NOBODY_LEADS = Duration.ofSeconds(30);
    private static final Duration NOBODY_LEADS_LEAVING = Duration.ofSeconds(5);
    /** So many sessions pass until a host that may not lead looks again who does: there may be thousands. */
    private static final int RARELY = 3;
    private static final Timer NO_TIMER = () -> { };

    /**
     * What this host is at present.
     *
     * @param votes its etcd serves as a voter
     * @param leaving it has withdrawn
     * @param founds that its cluster is founded is not on its disk yet
     */
    record Part(boolean votes, boolean leaving, boolean founds) {
    }

    private final Ports ports;
    private final Prepared prepared;
    private final Mailbox mailbox;
    private final Supplier<Part> part;
    private final Runnable seen;
    private final String host;
    private final Delays delays;
    private final Sightings sightings = new Sightings();
    private final Decisions decisions = new Decisions();
    private final Election election;
    private final Bells bells;
    private final Counsel counsel;
    private final SingleCall calls;

    private Optional<Store> store = Optional.empty();
    private Optional<Members> members = Optional.empty();
    private Optional<ClusterView> latest = Optional.empty();
    private Optional<Step> step = Optional.empty();
    /** What is in force; empty before the first look. */
    private Optional<SizeInForce> size = Optional.empty();
    private String refusal = "";
    private boolean isOver;
    /** Another look is due: something has happened during this one. */
    private boolean isRung;
    /** It must not wait: nobody may decide until then. */
    private boolean isUrgent;
    private Duration notBefore = Duration.ZERO;
    private Optional<Duration> resigned = Optional.empty();
    private Timer wake = NO_TIMER;

    /** @param seen called within the mailbox after each look and each decision */
    LeaderLoop(Ports ports, Prepared prepared, Mailbox mailbox, Advisers advisers, Supplier<Part> part,
            Runnable seen) {
        this.seen = seen;
        this.ports = ports;
        this.prepared = prepared;
        this.mailbox = mailbox;
        this.part = part;
        host = ports.host().name().value();
        delays = prepared.settings().delays();
        calls = new SingleCall(mailbox, this::ring);
        election = new Election(ports, prepared, mailbox, calls::forget, this::ring);
        bells = new Bells(OF_DECISIONS, mailbox, this::ring);
        counsel = new Counsel(host, advisers, ports.timers(), mailbox);
    }

    /** Both, or what counts as neither. */
    void connected(Optional<Store> nowStore, Optional<Members> nowMembers) {
        calls.forget();
        store = nowStore;
        members = nowMembers;
        election.store(nowStore);
        bells.store(Optional.empty());
        ring();
    }

    /** Others are to be asked from now on. */
    void advisersChanged() {
        counsel.advisersChanged();
        notBefore = Duration.ZERO;
        isUrgent = true;
        ring();
    }

    /** What was seen last, by a host that looks; empty if it never did. */
    Optional<ClusterView> latest() {
        return latest;
    }

    /** The last decision of this host, while it leads. */
    Optional<Step> step() {
        return election.leads() ? step : Optional.empty();
    }

    /** The size in force, as far as this host knows; 0 if it does not, or while its cluster is being founded. */
    int size() {
        return part.get().votes() ? remembered() : 0;
    }

    /** What a person should know about the size; empty if nothing. */
    String sizeNote() {
        return size.map(SizeInForce::note).orElse("");
    }

    private int remembered() {
        return size.map(SizeInForce::voters).orElse(0);
    }

    /** Looks now, for somebody who wants to know; never fails. */
    CompletableFuture<Seen> look() {
        return CompletableFuture.supplyAsync(() -> Gathering.of(store, members), mailbox)
                .thenCompose(Gathering::settled).thenApplyAsync(this::see, mailbox)
                .handleAsync((view, e) -> Seen.of(view, Optional.ofNullable(e).map(LeaderLoop::cause), latest,
                        this::outlook), mailbox);
    }

    private Outlook outlook(ClusterView view) {
        Lead lead = new Lead(election.leader(), election.leads() && election.isLastResort());
        return new Outlook(host, true, Outlook.ledBy(view, lead), looks(), sizeNote(), counsel.advisers(),
                delays);
    }

    /** Something has happened. */
    void ring() {
        isRung = true;
        round();
    }

    @Override
    public void close() {
        isOver = true;
        calls.end();
        wake.close();
        bells.close();
        election.close();
    }

    /** Stops leading for good, while the store still answers. */
    void end() {
        election.resign();
        close();
    }

    private void round() {
        if (calls.isBusy() || isOver || store.isEmpty() || members.isEmpty() || prepared.plan().isEmpty()) {
            return;
        }
        wake.close();
        Duration early = notBefore.minus(ports.timers().now());
        if (!early.isNegative() && !early.isZero()) {
            wakeIn(early);
            return;
        }
        isRung = false;
        isUrgent = false;
        notBefore = ports.timers().now().plus(BETWEEN);
        if (looks()) {
            bells.store(store);
            Gathering gathering = new Gathering(store.get(), members.get());
            call(gathering::read, look -> look.ifPresentOrElse(this::looked, () -> again(SOON)));
        } else {
            bells.store(Optional.empty());
            call(() -> store.get().list(Keys.LEADER), candidates -> {
                election.see(Gathered.of(candidates, List.of(), Map.of()).keys());
                again(mayLead() ? Duration.ZERO : delays.leadershipSession().multipliedBy(
                        election.leader().isEmpty() ? 1 : RARELY));
            });
        }
    }

    private boolean looks() {
        return part.get().votes() || election.isCandidate() || mayLead();
    }

    private boolean mayLead() {
        return !part.get().founds() && (isWilling() || isLastResort());
    }

    private boolean isWilling() {
        return part.get().votes() && !part.get().leaving() && resigned.isEmpty();
    }

    private boolean isLastResort() {
        return election.nobodyFor(part.get().leaving() || resigned.isPresent() ? NOBODY_LEADS_LEAVING
                : NOBODY_LEADS);
    }

    private void looked(Gathered look) {
        ClusterView view = see(look);
        resigned = resigned.filter(time -> look.below(Keys.LEADER).isEmpty()
                || ports.timers().now().minus(time).compareTo(NOBODY_LEADS_LEAVING) < 0);
        if (election.isCandidate() && !part.get().votes() && !election.isLastResort()) {
            // Its member is gone; those that vote go on.
            election.resign();
        }
        if (!election.leads()) {
            decisions.forget();
            counsel.forget();
            if (mayLead() && !election.isCandidate()) {
                boolean asLastResort = !isWilling();
                call(() -> election.campaign(store.orElseThrow(), asLastResort, look.below(Keys.LEADER)),
                        nothing -> again(Duration.ZERO));
            } else {
                again(delays.tick());
            }
        } else if (!election.isFresh()) {
            again(SOON);
        } else if (!decisions.isRead()) {
            call(() -> decisions.read(store.orElseThrow()), nothing -> again(Duration.ZERO));
        } else {
            call(() -> counsel.ask(view), advice -> advice.ifPresentOrElse(one -> decide(look, view, one),
                    () -> again(Duration.ZERO)));
        }
    }

    private ClusterView see(Gathered look) {
        sightings.see(look, ports.timers().now());
        election.see(look.below(Keys.LEADER));
        size = Optional.of(SizeInForce.of(look.value(Keys.IDEAL_CLUSTER_SIZE), look.value(Keys.ACCEPTED_SIZE),
                remembered(), look.voters(), prepared.settings().mostVoters()));
        ClusterView view = new Views(look, sightings, ports.timers().epochMillis()).view(
                new Lead(host, election.isLastResort()), remembered());
        latest = Optional.of(view);
        seen.run();
        return view;
    }

    private void decide(Gathered look, ClusterView view, Advice advice) {
        Step next = advice.sizing().answer().map(sizing -> Step.next(view, sizing.voters(), advice.order(), delays))
                .orElseGet(() -> new Step.Hold(advice.sizing().absence("sizing")));
        if (decisions.isNews(next)) {
            LOG.info("{} decided: step={} host={} memberId={} revision={} reason=\"{}\"", host,
                    next.getClass().getSimpleName(), next.host(), next.memberId(),
                    view.moment().revision(), next.reason());
        }
        step = Optional.of(next);
        seen.run();
        if (next instanceof Step.DropLearner drop && drop.failed()) {
            // Kept alive by nobody, also if this answer does not count any more: the ban is to end.
            call(() -> store.orElseThrow().grant(backOff(view, next.host())).thenApply(lease -> {
                lease.close();
                return lease.id();
            }), lease -> write(look, view, advice, next, Optional.of(lease)));
        } else {
            write(look, view, advice, next, Optional.empty());
        }
    }

    private Duration backOff(ClusterView view, String banned) {
        int failures = view.host(banned).map(one -> one.standing().failures()).orElse(0);
        return delays.backOffAfter(failures + 1);
    }

    private void write(Gathered look, ClusterView view, Advice advice, Step next, Optional<Long> ban) {
        Decree decree = new Decree(look, view, next, size.orElseThrow(), ban);
        Optional<Put> record = decisions.record(view, next, host, advice.sizing());
        Txn txn = decree.txn(election.guard(), record);
        if (txn.writes().isEmpty() && next instanceof Step.Hold) {
            rest(view);
            return;
        }
        Duration asked = ports.timers().now();
        call(() -> store.orElseThrow().commit(txn), commit -> {
            // Counted from here, or one who looks sooner would take the call for over while it is still made again.
            sightings.began(Views.op(commit.revision()), asked);
            written(view, decree, record, commit);
        });
    }

    private void written(ClusterView view, Decree decree, Optional<Put> record, Commit commit) {
        if (!commit.succeeded()) {
            LOG.warn("{} stops leading: reason=\"what it wanted to write is not its to write any more\"", host);
            election.resign();
            again(SOON);
            return;
        }
        decisions.recorded(decree.step(), record);
        Optional<Txn> prune = decisions.prune(election.guard());
        if (prune.isPresent()) {
            call(() -> store.orElseThrow().commit(prune.get()), done -> perform(view, decree));
        } else {
            perform(view, decree);
        }
    }

    private void perform(ClusterView view, Decree decree) {
        Step next = decree.step();
        if (next instanceof Step.Hold) {
            rest(view);
        } else if (next instanceof Step.Nominate) {
            again(Duration.ZERO);
        } else if (next instanceof Step.Resign) {
            resigned = Optional.of(ports.timers().now());
            election.resign();
            again(delays.tick());
        } else if (!election.isFresh()) {
            // What was written stands; the next look goes on from there.
            again(SOON);
        } else if (next instanceof Step.AddLearner add) {
            change(() -> members.orElseThrow().addLearner(decree.peerUrls(add.host())));
        } else if (next instanceof Step.Promote promote) {
            change(() -> members.orElseThrow().promote(promote.memberId()));
        } else if (next instanceof Step.MoveLeader move) {
            change(() -> members.orElseThrow().moveLeader(raftLeaderUrl(view), move.memberId()));
        } else {
            change(() -> members.orElseThrow().remove(next.memberId()));
        }
    }

    private static String raftLeaderUrl(ClusterView view) {
        return view.members().stream().filter(member -> member.id().equals(view.raft().leaderId()))
                .flatMap(member -> member.clientUrls().stream()).findFirst()
                .orElseThrow(() -> new IllegalStateException("raft's leader has no client URL"));
    }

    /** A membership call: whatever it says, the member list is read again. */
    private void change(Supplier<? extends CompletableFuture<?>> membershipCall) {
        call(() -> membershipCall.get().handle((done, e) -> Optional.ofNullable(e)), failure -> {
            Throwable cause = failure.map(LeaderLoop::cause).orElse(null);
            if (cause instanceof RefusedException) {
                if (!Objects.equals(refusal, cause.getMessage())) {
                    refusal = cause.getMessage();
                    LOG.info("{} was refused, and asks again: reason=\"{}\"", host, refusal);
                }
                again(REFUSED);
            } else if (cause != null) {
                LOG.warn("{} does not know what became of a call: reason=\"{}\"", host, cause.getMessage());
                again(SOON);
            } else {
                refusal = "";
                again(Duration.ZERO);
            }
        });
    }

    /** While something is under way the next look comes soon; else at the tick, or when something happens. */
    private void rest(ClusterView view) {
        boolean isUnderWay = view.call().isPresent() || view.members().stream().anyMatch(member -> member.learner());
        again(isUnderWay ? SOON : delays.untilNextLook(view));
        // However much happens: thousands of hosts tell about their graphs.
        notBefore = isUrgent ? Duration.ZERO : ports.timers().now().plus(SOON);
    }

    private void again(Duration in) {
        notBefore = in.compareTo(BETWEEN) > 0 && in.compareTo(delays.tick()) < 0 ? ports.timers().now().plus(in)
                : notBefore;
        wakeIn(isRung ? BETWEEN : in.compareTo(BETWEEN) < 0 ? BETWEEN : in);
    }

    private <T> void call(Supplier<CompletableFuture<T>> call, Consumer<T> then) {
        calls.make(call, (value, e) -> {
            if (e == null) {
                then.accept(value);
            } else {
                LOG.debug("{} could not look: reason=\"{}\"", host, cause(e).toString());
                again(REFUSED);
            }
        });
    }

    private static Throwable cause(Throwable e) {
        return e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    }

    private void wakeIn(Duration time) {
        wake.close();
        wake = ports.timers().after(time, () -> mailbox.execute(this::round));
    }
}
