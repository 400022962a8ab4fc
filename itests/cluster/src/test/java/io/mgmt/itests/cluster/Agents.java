// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mgmt.testkit.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/**
 * Agents of one test, as a user starts them: the packed {@code bin/mgmt}, a prefix of their own, ports of
 * their own. Whatever a test started is ended after it, by process id.
 */
final class Agents extends ExternalResource {

    /** What a command printed and how it ended. */
    record Result(int exitCode, String out, String err) {
    }

    /** Whoever starts the tests in the background has them started deaf to INT, and with nohup to HUP. */
    static final List<String> DEAF_TO_NOTHING = List.of("env", "--default-signal=HUP,INT,TERM");

    private static final Path HOME = Path.of(System.getProperty("mgmt.distribution")).toAbsolutePath().normalize();
    private static final long COMMAND_SECONDS = 60;

    private final TemporaryFolder folder = new TemporaryFolder();
    private final List<AgentProcess> started = new CopyOnWriteArrayList<>();
    /** Agents and etcd have sessions of their own: they would outlive tests that are ended from outside. */
    private final Thread endWithJvm = new Thread(this::end, "end agents");

    @Override
    protected void before() throws IOException {
        folder.create();
        Runtime.getRuntime().addShutdownHook(endWithJvm);
    }

    @Override
    protected void after() {
        end();
        Runtime.getRuntime().removeShutdownHook(endWithJvm);
    }

    private void end() {
        started.forEach(AgentProcess::killAgent);
        killEtcds();
        folder.delete();
    }

    /** The one command of the product. */
    static Path command() {
        return HOME.resolve("bin/mgmt");
    }

    /** A directory that is gone after the test. */
    Path directory() {
        return folder.getRoot().toPath();
    }

    /** Where the agents of this test keep their state. */
    Path prefix() {
        return directory().resolve("state");
    }

    Path state(String host) {
        return prefix().resolve(host);
    }

    /** A file in the directory of the test. */
    Path file(String name, String content) throws IOException {
        Path file = directory().resolve(name);
        Files.writeString(file, content);
        return file;
    }

    /** Starts {@code mgmt run} for a host with free ports, in a process group of its own. */
    AgentProcess start(String host, String... arguments) throws IOException {
        return start(new AgentProcess.Spec(host, Ports.free(), Ports.free()), arguments);
    }

    /** The same on given ports. */
    AgentProcess start(AgentProcess.Spec spec, String... arguments) throws IOException {
        return start(spec, Map.of(), arguments);
    }

    /** The same with further variables in its environment. */
    AgentProcess start(AgentProcess.Spec spec, Map<String, String> environment, String... arguments)
            throws IOException {
        AgentProcess agent = AgentProcess.start(this, spec, environment, List.of(), List.of(arguments));
        started.add(agent);
        return agent;
    }

    /** The same with something before the command, such as {@code unshare}. */
    AgentProcess startWithin(List<String> wrapper, String host, String... arguments) throws IOException {
        AgentProcess agent = AgentProcess.start(this, new AgentProcess.Spec(host, Ports.free(), Ports.free()),
                Map.of(), wrapper, List.of(arguments));
        started.add(agent);
        return agent;
    }

    /** Starts a command line that a test has written itself. */
    AgentProcess startLine(AgentProcess.Spec spec, Map<String, String> environment, List<String> line)
            throws IOException {
        AgentProcess agent = AgentProcess.launch(this, spec, environment, line);
        started.add(agent);
        return agent;
    }

    /** Runs another command of {@code mgmt} to its end. */
    Result mgmt(String... arguments) throws IOException, InterruptedException {
        return mgmtReading("", arguments);
    }

    /** The same with something before the command, such as {@code setpriv} or {@code env}. */
    Result mgmtWithin(List<String> wrapper, String... arguments) throws IOException, InterruptedException {
        return run(wrapper, "", arguments);
    }

    /** The same, with something on its standard input. */
    Result mgmtReading(String input, String... arguments) throws IOException, InterruptedException {
        return run(List.of(), input, arguments);
    }

    private Result run(List<String> wrapper, String input, String... arguments)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(wrapper);
        line.add(command().toString());
        line.addAll(List.of(arguments));
        return runLine(line, input);
    }

    /** Runs a command line that a test has written itself to its end. */
    Result mgmtLine(List<String> line) throws IOException, InterruptedException {
        return runLine(line, "");
    }

    private Result runLine(List<String> line, String input) throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory(), "out", "");
        Path err = Files.createTempFile(directory(), "err", "");
        Path in = Files.createTempFile(directory(), "in", "");
        Files.writeString(in, input);
        Process process = new ProcessBuilder(line).redirectInput(in.toFile()).redirectOutput(out.toFile())
                .redirectError(err.toFile()).start();
        try {
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(line + " did not end. It printed: " + Files.readString(out)
                        + Files.readString(err));
            }
        } finally {
            process.destroyForcibly();
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** {@code mgmt status --json} of a host. */
    Map<String, Object> status(String host) throws IOException, InterruptedException {
        Result result = mgmt("status", "--json", "--hostname", host, "--prefix", prefix().toString());
        if (result.exitCode() != 0) {
            throw new AssertionError("mgmt status: " + result);
        }
        return JSON.std.mapFrom(result.out());
    }

    /** {@code mgmt etcdctl …} of a host. */
    Result etcdctl(String host, String... words) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(
                List.of("etcdctl", "--hostname", host, "--prefix", prefix().toString()));
        arguments.addAll(List.of(words));
        return mgmtReading("", arguments.toArray(String[]::new));
    }

    /** The etcd processes whose arguments name the directory of this test. */
    List<ProcessHandle> etcds() {
        String mark = directory().toString();
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().command().map(c -> c.endsWith("etcd")).orElse(false))
                .filter(process -> process.info().arguments().map(a -> Stream.of(a).anyMatch(s -> s.contains(mark)))
                        .orElse(false))
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    private void killEtcds() {
        for (ProcessHandle etcd : etcds()) {
            etcd.destroyForcibly();
            etcd.onExit().join();
        }
    }
}
