// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import static org.awaitility.Awaitility.await;

import io.mgmt.etcd.ServerStatus;
import io.mgmt.etcd.StartPlan;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * A host with a real etcd, and all that a test did to it; the end of the test ends its processes.
 */
final class Scene implements AutoCloseable {

    final Path state;
    final StartPlan plan;
    final Gateway gateway;
    private final Path binary;
    private final RealTimers timers = new RealTimers();
    private final List<SupervisedEtcd> opened = new ArrayList<>();
    private final List<Process> others = new ArrayList<>();

    Scene(String version) throws IOException, InterruptedException {
        binary = EtcdBinaries.of("", "").version(version, System.out::println).path();
        state = Files.createTempDirectory("mgmt-etcd-it-");
        plan = TestPlan.founder("h1");
        gateway = Gateway.of(plan);
    }

    Path binary() {
        return binary;
    }

    DataDirectory directory() {
        return new DataDirectory(state);
    }

    /** The service, as a bundle that was opened just now has it. */
    SupervisedEtcd open() {
        SupervisedEtcd etcd = new SupervisedEtcd(new TestHost("h1", state), timers,
                EtcdBinaries.of(binary.toString(), ""));
        opened.add(etcd);
        return etcd;
    }

    /** Opened, started and serving. */
    SupervisedEtcd serving() {
        SupervisedEtcd etcd = open();
        etcd.start(plan);
        awaitState(etcd, ServerStatus.State.SERVING);
        return etcd;
    }

    static void awaitState(SupervisedEtcd etcd, ServerStatus.State state) {
        eventually("the state " + state, () -> {
            if (etcd.status().state() == ServerStatus.State.FAILED
                    && state != ServerStatus.State.FAILED) {
                throw new AssertionError(etcd.status().toString());
            }
            return etcd.status().state() == state;
        });
    }

    /** Serving, in another process than that one. */
    static void awaitServingAgain(SupervisedEtcd etcd, long former) {
        eventually("another process that serves", () -> {
            ServerStatus status = etcd.status();
            return status.state() == ServerStatus.State.SERVING
                    && status.pid().getAsLong() != former;
        });
    }

    static void eventually(String what, Callable<Boolean> condition) {
        await(what).atMost(20, TimeUnit.SECONDS).pollInterval(10, TimeUnit.MILLISECONDS)
                .until(condition);
    }

    static long pid(SupervisedEtcd etcd) {
        return etcd.status().pid().getAsLong();
    }

    static boolean isAlive(long pid) {
        return RunningProcess.of(pid).isPresent();
    }

    static void signal(String signal, long pid) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-s", signal, "--",
                Long.toString(pid)).inheritIO().start();
        if (kill.waitFor() != 0) {
            throw new IOException("kill -s " + signal + " " + pid + " failed");
        }
    }

    /** A program beside the agent, ended with the test. */
    Process run(List<String> command, File output) throws IOException {
        return track(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output));
    }

    Process track(ProcessBuilder builder) throws IOException {
        if (builder.redirectOutput() == ProcessBuilder.Redirect.PIPE) {
            builder.redirectErrorStream(true).redirectOutput(state.resolve("other.log").toFile());
        }
        Process process = builder.redirectInput(new File("/dev/null")).start();
        others.add(process);
        return process;
    }

    @Override
    public void close() throws IOException {
        // The one that stops must be the only one, or another would start it again.
        opened.forEach(SupervisedEtcd::close);
        SupervisedEtcd last = open();
        try {
            last.stop().orTimeout(30, TimeUnit.SECONDS).join();
        } finally {
            RunningProcess.onDataDirectory(directory().data())
                    .ifPresent(left -> left.handle().destroyForcibly());
            for (Process process : others) {
                process.destroyForcibly().onExit().join();
            }
            last.close();
            timers.close();
            WorkDirectory.delete(state);
        }
    }
}
