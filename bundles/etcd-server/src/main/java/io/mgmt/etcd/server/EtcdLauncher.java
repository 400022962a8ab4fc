// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import io.mgmt.etcd.StartPlan;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Spawns etcd, finds it again, ends it, and keeps the record of it. */
final class EtcdLauncher {

    private static final Logger LOG = LoggerFactory.getLogger(EtcdLauncher.class);

    private static final Duration POLL = Duration.ofMillis(20);
    /** After SIGKILL; longer only if the disk hangs. */
    private static final Duration KILL_BOUND = Duration.ofSeconds(10);

    private final String host;
    private final DataDirectory directory;
    private final EtcdLog log;
    private final List<String> sessionPrefix;

    EtcdLauncher(String host, DataDirectory directory, EtcdLog log, List<String> sessionPrefix) {
        this.host = host;
        this.directory = directory;
        this.log = log;
        this.sessionPrefix = List.copyOf(sessionPrefix);
    }

    /** One that only looks. */
    static EtcdLauncher toFind(String host, DataDirectory directory) {
        return new EtcdLauncher(host, directory, new EtcdLog(directory.home()), List.of());
    }

    /**
     * What is recorded; a record that cannot be read counts as none, because the process can still
     * be found.
     */
    Optional<ProcessRecord> record() {
        try {
            return ProcessRecord.read(directory.record());
        } catch (IOException e) {
            LOG.warn("{} cannot read {}: looking at the processes instead. {}", host,
                    directory.record(), e.getMessage());
            return Optional.empty();
        }
    }

    /** The etcd that runs on our data, whoever started it. */
    Optional<RunningProcess> find() {
        Optional<RunningProcess> recorded =
                record().flatMap(one -> one.process(directory.data()));
        if (recorded.isPresent() || !Files.exists(directory.record()) && !directory.hasData()) {
            return recorded;
        }
        // The agent may have been killed between the spawn and the record.
        return RunningProcess.onDataDirectory(directory.data());
    }

    EtcdRun spawn(StartPlan plan, EtcdBinaries.Found binary, Duration now) throws IOException {
        directory.create();
        EtcdVersion version = EtcdVersion.parse(binary.version()).orElse(EtcdVersion.OLDEST);
        boolean served = directory.hasData() && record().map(ProcessRecord::served).orElse(false);
        ProcessRecord intent = new ProcessRecord(0, "", "", binary.path().toString(),
                binary.version(),
                directory.data().toString(), plan.clientUrls().toString(),
                plan.peerUrls().toString(), served);
        intent.write(directory.record());
        long logStart = log.rotate();
        List<String> command = new ArrayList<>(sessionPrefix);
        command.add(binary.path().toString());
        command.addAll(EtcdFlags.of(plan, directory.data(), version));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.home().toFile())
                .redirectInput(new File("/dev/null")).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()));
        HelperProcess.removeEtcdVariables(builder);
        Process child = builder.start();
        RunningProcess process = new RunningProcess(child.toHandle(), command,
                RunningProcess.start(child.toHandle()));
        intent.running(process).write(directory.record());
        return new EtcdRun(plan, process, Optional.of(child), binary.path().toString(),
                binary.version(), logStart, now);
    }

    EtcdRun adopt(StartPlan plan, RunningProcess process, Duration now)
            throws IOException, InterruptedException {
        Optional<ProcessRecord> record = record()
                .filter(one -> one.pid() == process.handle().pid()
                && one.start().equals(process.start()));
        if (record.isPresent()) {
            return new EtcdRun(plan, process, Optional.empty(), record.get().binary(),
                    record.get().version(),
                    TextFile.size(log.file()), now);
        }
        String binary = process.arguments().get(0);
        String version = version(binary);
        new ProcessRecord(0, "", "", binary, version, directory.data().toString(),
                plan.clientUrls().toString(),
                plan.peerUrls().toString(), directory.hasData()).running(process).write(
                directory.record());
        return new EtcdRun(plan, process, Optional.empty(), binary, version,
                TextFile.size(log.file()), now);
    }

    /** Of a process that nobody recorded; its file may have been replaced or deleted since. */
    private static String version(String binary) throws IOException, InterruptedException {
        try {
            return VersionProbe.ask(Tool.ETCD, Path.of(binary)).text();
        } catch (EtcdUnavailableException e) {
            return "";
        }
    }

    /** From now on its data must be there at each start. */
    void recordServing() throws IOException {
        Optional<ProcessRecord> record = record().filter(one -> !one.served());
        if (record.isPresent()) {
            record.get().serving().write(directory.record());
        }
    }

    void recordEnd() throws IOException {
        Optional<ProcessRecord> record = record();
        if (record.isPresent()) {
            record.get().ended().write(directory.record());
        }
    }

    /**
     * SIGTERM, after the bound SIGKILL. Polls, because the end of a process that is not our child
     * is otherwise noticed late.
     *
     * @throws IOException if it does not end, for example because it is another user's
     */
    void end(RunningProcess process, Duration bound) throws IOException, InterruptedException {
        process.handle().destroy();
        if (!isGone(process, bound)) {
            LOG.warn("{} kills etcd: pid={} reason=\"still there {} s after SIGTERM\"", host,
                    process.handle().pid(), bound.toSeconds());
            process.handle().destroyForcibly();
            if (!isGone(process, KILL_BOUND)) {
                throw new IOException("process " + process.handle().pid() + " (etcd of " + host
                        + ") does not end."
                        + " Is it another user's? End it by hand");
            }
        }
    }

    private static boolean isGone(RunningProcess process, Duration bound)
            throws InterruptedException {
        Deadline deadline = Deadline.in(bound);
        while (process.isAlive()) {
            if (deadline.hasPassed()) {
                return false;
            }
            Thread.sleep(POLL.toMillis());
        }
        return true;
    }

    /** A process that is about to end may be gone before its sockets are. */
    static void awaitPorts(StartPlan plan, Duration bound) throws InterruptedException {
        Deadline deadline = Deadline.in(bound);
        while (!deadline.hasPassed() && !(Ports.areFree(plan.clientUrls().list())
                && Ports.areFree(plan.peerUrls().list()))) {
            Thread.sleep(POLL.toMillis());
        }
    }
}
