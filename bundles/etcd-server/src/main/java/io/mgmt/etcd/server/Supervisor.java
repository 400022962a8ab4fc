// SPDX-License-Identifier: Apache-2.0
// Over 400 lines: the life of one process on one thread; in two files its states would share every field.
package io.mgmt.etcd.server;

import io.mgmt.agent.Timers;
import io.mgmt.etcd.ServerStatus;
import io.mgmt.etcd.ServerStatus.Exit;
import io.mgmt.etcd.ServerStatus.State;
import io.mgmt.etcd.StartPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one etcd running. All of it happens on the one thread of {@link Worker}, which is why
 * nothing here is locked and why it may wait.
 */
final class Supervisor {

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private static final Duration STOP_BOUND = Duration.ofSeconds(10);
    private static final Duration PORTS_BOUND = Duration.ofSeconds(2);
    /**
     * While it starts: a start takes 0.1 to 1.5 s. Then rarer, because a lost quorum may last for
     * days.
     */
    private static final Duration FAST_PROBE = Duration.ofMillis(100);
    /** The next one waits for it. */
    private static final Duration JOIN_PROBE = Duration.ofMillis(50);
    private static final Duration FAST_FOR = Duration.ofSeconds(30);
    private static final Duration SLOW_PROBE = Duration.ofSeconds(1);
    private static final Duration SERVING_PROBE = Duration.ofSeconds(2);
    private static final Duration SECOND_LOOK = Duration.ofMillis(500);
    /** One answer that is late is a busy machine. */
    private static final int MISSES = 2;
    private static final int LOG_TAIL_BYTES = 256 * 1024;

    private final String host;
    private final DataDirectory directory;
    private final EtcdBinaries binaries;
    private final Timers timers;
    private final Worker worker;
    private final StatusBoard board;
    private final EtcdLog log;
    private final EtcdLauncher launcher;
    private final Preflight preflight;

    private final BackOff backOff = new BackOff();
    /** Has nobody told any more when the child ends. */
    private Runnable letGo = () -> { };
    private Optional<EtcdRun> current = Optional.empty();
    private Optional<Timers.Timer> timer = Optional.empty();
    private Optional<Duration> servingSince = Optional.empty();
    private Duration silentSince = Duration.ZERO;
    private Exit lastExit = Exit.NONE;
    /** Since it was asked to start there was data: without it, it would have forgotten what it voted for. */
    private boolean hadData;
    /** Of a member that has just been started for the first time, to join. */
    private Optional<JoinWatch> joins = Optional.empty();
    private int misses;

    Supervisor(String host, Preflight preflight, DataDirectory directory, EtcdBinaries binaries,
            Timers timers, Worker worker, StatusBoard board) {
        this.host = host;
        this.directory = directory;
        this.binaries = binaries;
        this.timers = timers;
        this.worker = worker;
        this.board = board;
        this.log = new EtcdLog(directory.home());
        this.launcher = new EtcdLauncher(host, directory, log,
                NewSession.prefix(EtcdBinaries.searchPath(System.getenv("PATH"))));
        this.preflight = preflight;
    }

    void start(StartPlan plan) throws InterruptedException {
        cancelTimer();
        try {
            if (current.isPresent() && current.get().isAlive()) {
                EtcdRun run = current.get();
                if (EtcdFlags.fits(plan, run.process().arguments())) {
                    probeIn(Duration.ZERO);
                    return;
                }
                LOG.info("{} restarts etcd: pid={} reason=\"its command line has changed\"", host,
                        run.pid());
                end(run.process(), run.plan());
            }
            backOff.reset();
            lastExit = Exit.NONE;
            hadData = directory.hasData();
            launch(plan);
        } catch (IOException e) {
            retry(plan, "etcd of " + host + " could not be started: " + e, Duration.ZERO);
        }
    }

    /** Nothing that was asked for before may be disturbed: who provisions has nothing running. */
    void provision() throws InterruptedException {
        // An old process may run that nobody asked to adopt: without a version its host is never chosen again.
        if (board.status().state() != State.STOPPED) {
            return;
        }
        try {
            Optional<EtcdBinaries.Found> found = binary();
            found.ifPresent(binary -> board.set(new ServerStatus(State.STOPPED, OptionalLong.empty(),
                    binary.version(), binary.path().toString(), false, lastExit, "")));
        } catch (IOException e) {
            fail(Exit.NO_BINARY, preflight.message("etcd could not be provided: " + e));
        }
    }

    /** Adopts, or else spawns. */
    private void launch(StartPlan plan) throws IOException, InterruptedException {
        worker.check();
        Optional<RunningProcess> found = launcher.find();
        if (found.isPresent()) {
            RunningProcess process = found.get();
            if (EtcdFlags.fits(plan, process.arguments())) {
                begin(launcher.adopt(plan, process, timers.now()));
                return;
            }
            LOG.info("{} restarts etcd: pid={} reason=\"it was started with another command line\"",
                    host, process.handle().pid());
            end(process, plan);
        }
        Optional<String> problem = preflight.planProblem(plan, Optional.empty());
        if (problem.isPresent()) {
            fail(Exit.CRASHED, problem.get());
            return;
        }
        Optional<Ports.Problem> portProblem = preflight.portProblem(plan, Optional.empty());
        if (portProblem.isPresent()) {
            fail(portProblem.get().isTaken() ? Exit.PORT_TAKEN : Exit.CRASHED,
                    preflight.message(portProblem.get().text()));
            return;
        }
        if (isDataLost(plan)) {
            fail(Exit.BROKEN_DATA, preflight.message("the data is gone from " + directory.data()
                    + ", although this"
                    + " member has served with it; with an empty directory it would have forgotten its"
                    + " votes.\n"
                    + "  Put the data back, or have the member replaced."));
            return;
        }
        Optional<EtcdBinaries.Found> binary = binary();
        if (binary.isPresent()) {
            boolean isFirst = !plan.founding() && !directory.hasData();
            begin(launcher.spawn(plan, binary.get(), timers.now()));
            joins = isFirst ? Optional.of(new JoinWatch()) : Optional.empty();
        }
    }

    private boolean isDataLost(StartPlan plan) {
        // A joiner that has died may have had data between two probes, and is better added anew.
        boolean mustBeThere = hadData || (plan.founding() ? launcher.record().map(ProcessRecord::served).orElse(false)
                : lastExit == Exit.CRASHED);
        return mustBeThere && !directory.hasData();
    }

    private Optional<EtcdBinaries.Found> binary() throws IOException, InterruptedException {
        board.set(new ServerStatus(State.PROVISIONING, OptionalLong.empty(), "", "", false,
                lastExit, ""));
        try {
            EtcdBinaries.Found found = worker.cancellable(() -> binaries.get(this::progress));
            return Optional.of(withVersionOfData(found));
        } catch (EtcdUnavailableException e) {
            fail(Exit.NO_BINARY, preflight.message(e.getMessage()));
            return Optional.empty();
        }
    }

    private void progress(String line) {
        LOG.info("{} provisions etcd: {}", host, line);
        board.set(new ServerStatus(State.PROVISIONING, OptionalLong.empty(), "", "", false,
                lastExit, line));
    }

    /**
     * Data of another minor version is best left to that version, if it is still here: some steps
     * cannot be taken in place.
     */
    private EtcdBinaries.Found withVersionOfData(EtcdBinaries.Found found) {
        if (binaries.isConfigured() || !directory.hasData()) {
            return found;
        }
        Optional<EtcdVersion> writer = launcher.record()
                .flatMap(record -> EtcdVersion.parse(record.version()));
        Optional<EtcdVersion> offered = EtcdVersion.parse(found.version());
        if (writer.isEmpty() || offered.isEmpty() || writer.get().hasMinorOf(offered.get())) {
            return found;
        }
        Optional<EtcdBinaries.Found> same = binaries.cached(writer.get().text());
        LOG.info("{} has data of another etcd: data={} found={} used={}", host, writer.get(),
                found.version(),
                same.orElse(found).version());
        return same.orElse(found);
    }

    private void begin(EtcdRun run) {
        current = Optional.of(run);
        servingSince = Optional.empty();
        silentSince = run.since();
        joins = Optional.empty();
        misses = 0;
        LOG.info("{} {} etcd: pid={} version={} clientUrls={} dataDir={}", host,
                run.isAdopted() ? "adopted" : "started", run.pid(), run.version(),
                run.plan().clientUrls(),
                directory.data());
        publish(run, State.STARTING, "");
        run.child().ifPresent(child -> {
            CompletableFuture<Process> end = child.onExit();
            end.thenAccept(process -> {
                if (!process.isAlive()) {
                    worker.execute(() -> ended(run));
                }
            });
            letGo = () -> end.complete(child);
        });
        probeIn(run.isAdopted() ? Duration.ZERO : FAST_PROBE);
    }

    private void probeIn(Duration delay) {
        cancelTimer();
        if (delay.isZero()) {
            worker.execute(this::probe);
        } else {
            timer = Optional.of(timers.after(delay, () -> worker.execute(this::probe)));
        }
    }

    private void probe() throws InterruptedException {
        if (current.isEmpty()) {
            return;
        }
        EtcdRun run = current.get();
        if (!run.isAlive()) {
            ended(run);
            return;
        }
        hadData = hadData || directory.hasData();
        if (joins.filter(join -> join.isStuck(run.plan(), timers.now())).isPresent()) {
            startAgain(run);
            return;
        }
        HealthProbe.Health health = HealthProbe.ask(run.plan().clientUrls().list().get(0),
                joins.isPresent() ? JoinWatch.TIMEOUT_MILLIS : PlainGet.TIMEOUT_MILLIS);
        if (health.serves()) {
            serves(run);
        } else {
            misses++;
            if (servingSince.isEmpty() || misses >= MISSES) {
                isSilent(run, health.message());
            }
        }
        trimLog();
        probeIn(nextProbe(run, health.serves()));
    }

    /** Once only: it has data from then on. A learner has no vote, so the cluster does not notice. */
    private void startAgain(EtcdRun run) throws InterruptedException {
        LOG.info("{} restarts etcd: pid={} reason=\"the cluster knows its name, but it waits to hear so\"",
                host, run.pid());
        try {
            end(run.process(), run.plan());
            launch(run.plan());
        } catch (IOException e) {
            retry(run.plan(), "etcd of " + host + " could not be started: " + e, Duration.ZERO);
        }
    }

    private Duration nextProbe(EtcdRun run, boolean serves) {
        if (serves) {
            return SERVING_PROBE;
        }
        if (servingSince.isPresent()) {
            return SECOND_LOOK;
        }
        return timers.now().minus(silentSince).compareTo(FAST_FOR) >= 0 ? SLOW_PROBE
                : joins.isPresent() ? JOIN_PROBE : FAST_PROBE;
    }

    private void serves(EtcdRun run) {
        misses = 0;
        joins = Optional.empty();
        if (servingSince.isEmpty()) {
            servingSince = Optional.of(timers.now());
            LOG.info("{} etcd serves: pid={} version={} tookMs={}", host, run.pid(), run.version(),
                    timers.now().minus(silentSince).toMillis());
            try {
                launcher.recordServing();
            } catch (IOException e) {
                LOG.warn("{} cannot write {}: {}", host, directory.record(), e.getMessage());
            }
            publish(run, State.SERVING, "");
        }
    }

    /**
     * Without a quorum it is silent. That is no reason to end it: it would only lose what it knows.
     */
    private void isSilent(EtcdRun run, String message) {
        if (servingSince.isPresent()) {
            silentSince = timers.now();
            LOG.warn("{} etcd does not serve: pid={} reason=\"{}\"", host, run.pid(), message);
        }
        servingSince = Optional.empty();
        publish(run, State.STARTING, message);
    }

    private void trimLog() {
        try {
            if (log.trim()) {
                LOG.info("{} began a new log of etcd: {}", host, log.file());
            }
        } catch (IOException e) {
            LOG.warn("{} cannot shorten {}: {}", host, log.file(), e.getMessage());
        }
    }

    private void ended(EtcdRun run) throws InterruptedException {
        if (current.filter(run::equals).isEmpty()) {
            return;
        }
        cancelTimer();
        current = Optional.empty();
        ExitCause cause = cause(run);
        Duration served = servingSince.map(since -> timers.now().minus(since))
                .orElse(Duration.ZERO);
        servingSince = Optional.empty();
        lastExit = cause.exit();
        try {
            launcher.recordEnd();
        } catch (IOException e) {
            LOG.warn("{} cannot write {}: {}", host, directory.record(), e.getMessage());
        }
        if (cause.exit() == Exit.CRASHED) {
            retry(run.plan(), "etcd of " + host + " ended: " + cause.message(), served);
        } else if (cause.exit() == Exit.PORT_TAKEN) {
            fail(cause.exit(), preflight.portProblem(run.plan(), Optional.empty())
                    .map(problem -> preflight.message(problem.text()))
                    .orElse(preflight.message(cause.message())));
        } else {
            fail(cause.exit(), "etcd of " + host + " ended: " + cause.message() + ".");
        }
    }

    private ExitCause cause(EtcdRun run) {
        try {
            return ExitCause.of(run.exitCode(), log.tail(run.logStart(), LOG_TAIL_BYTES));
        } catch (IOException e) {
            LOG.warn("{} cannot read {}: {}", host, log.file(), e.getMessage());
            return ExitCause.of(run.exitCode(), "");
        }
    }

    private void retry(StartPlan plan, String message, Duration served) {
        Duration pause = backOff.afterCrash(served);
        LOG.warn("{} starts etcd again: inSeconds={} reason=\"{}\"", host, pause.toSeconds(),
                message);
        board.set(new ServerStatus(State.BACKING_OFF, OptionalLong.empty(), "", "", false,
                Exit.CRASHED,
                message + ". It is started again in " + pause.toSeconds() + " s; its log is "
                + log.file() + "."));
        cancelTimer();
        timer = Optional.of(timers.after(pause, () -> worker.execute(() -> relaunch(plan))));
    }

    private void relaunch(StartPlan plan) throws InterruptedException {
        if (current.isPresent() || board.status().state() != State.BACKING_OFF) {
            return;
        }
        try {
            launch(plan);
        } catch (IOException e) {
            retry(plan, "etcd of " + host + " could not be started: " + e,
                    Duration.ZERO);
        }
    }

    void stop() throws IOException, InterruptedException {
        cancelTimer();
        Optional<EtcdRun> run = current;
        // Even if nobody asked us to start it: an earlier agent may have.
        Optional<RunningProcess> process = run.map(EtcdRun::process).or(launcher::find);
        if (process.isPresent()) {
            LOG.info("{} stops etcd: pid={}", host, process.get().handle().pid());
            long began = System.nanoTime();
            launcher.end(process.get(), STOP_BOUND);
            current = Optional.empty();
            if (run.isPresent()) {
                EtcdLauncher.awaitPorts(run.get().plan(), PORTS_BOUND);
            }
            launcher.recordEnd();
            LOG.info("{} stopped etcd: pid={} tookMs={}", host, process.get().handle().pid(),
                    (System.nanoTime() - began) / 1_000_000);
            lastExit = Exit.ASKED;
        }
        servingSince = Optional.empty();
        board.set(new ServerStatus(State.STOPPED, OptionalLong.empty(), "", "", false, lastExit,
                ""));
    }

    /** Ends a process to start another one in its place. */
    private void end(RunningProcess process, StartPlan plan)
            throws IOException, InterruptedException {
        cancelTimer();
        launcher.end(process, STOP_BOUND);
        current = Optional.empty();
        servingSince = Optional.empty();
        EtcdLauncher.awaitPorts(plan, PORTS_BOUND);
        launcher.recordEnd();
    }

    Optional<Path> archive() throws IOException {
        Optional<RunningProcess> process = launcher.find();
        if (process.isPresent()) {
            throw new IllegalStateException("etcd of " + host + " still runs as process "
                    + process.get().handle().pid() + "; its data cannot be moved");
        }
        Optional<Path> moved = Optional.empty();
        if (directory.hasContents()) {
            moved = Optional.of(new DataArchive(directory.archive())
                    .take(directory.data(), Instant.ofEpochMilli(timers.epochMillis())));
            LOG.info("{} archived the data of etcd: {}", host, moved.get());
        }
        directory.forgetRecord();
        return moved;
    }

    /** Lets go of the process, which runs on. */
    void close() {
        cancelTimer();
        // The child lives on, and with it whatever is to be told of its end: that must not be this bundle.
        // Not cancelled, because the exception would hold on to it, too.
        letGo.run();
        current = Optional.empty();
    }

    private void fail(Exit exit, String message) {
        cancelTimer();
        lastExit = exit;
        current = Optional.empty();
        if (exit == Exit.REMOVED || exit == Exit.STALE_START_LIST) {
            LOG.warn("{} etcd failed: exit={} message=\"{}\"", host, exit, message);
        } else {
            LOG.error("{} etcd failed: exit={} message=\"{}\"", host, exit, message);
        }
        board.set(new ServerStatus(State.FAILED, OptionalLong.empty(), "", "", false, exit,
                message));
    }

    /** Tells that it was called off before it had begun. */
    void calledOff() {
        if (current.isEmpty()) {
            board.set(new ServerStatus(State.STOPPED, OptionalLong.empty(), "", "", false, lastExit,
                    ""));
        }
    }

    private void publish(EtcdRun run, State state, String message) {
        board.set(new ServerStatus(state, OptionalLong.of(run.pid()), run.version(), run.binary(),
                run.isAdopted(), lastExit, message));
    }

    private void cancelTimer() {
        timer.ifPresent(Timers.Timer::close);
        timer = Optional.empty();
    }
}
