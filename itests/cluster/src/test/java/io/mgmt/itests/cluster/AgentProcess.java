// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

import static io.mgmt.testkit.Eventually.eventually;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One {@code mgmt run}. */
final class AgentProcess {

    /** What tells one agent of a test from the other. */
    record Spec(String host, int clientPort, int peerPort) {

        String clientUrl() {
            return "http://127.0.0.1:" + clientPort;
        }

        String peerUrl() {
            return "http://127.0.0.1:" + peerPort;
        }
    }

    private final Spec spec;
    private final Process process;
    private final Path output;

    private AgentProcess(Spec spec, Process process, Path output) {
        this.spec = spec;
        this.process = process;
        this.output = output;
    }

    static AgentProcess start(Agents agents, Spec spec, Map<String, String> environment, List<String> wrapper,
            List<String> arguments) throws IOException {
        // A session of its own, so that a test can signal the process group as a terminal does.
        List<String> line = new ArrayList<>(List.of("setsid"));
        line.addAll(wrapper);
        line.addAll(List.of(Agents.command().toString(), "run", "--hostname", spec.host(),
                "--client-urls", spec.clientUrl(), "--server-urls", spec.peerUrl()));
        if (!arguments.contains("--prefix") && !arguments.contains("--tmp-prefix")) {
            line.addAll(List.of("--prefix", agents.prefix().toString()));
        }
        line.addAll(arguments);
        return launch(agents, spec, environment, line);
    }

    /** Starts any command line that is an agent. */
    static AgentProcess launch(Agents agents, Spec spec, Map<String, String> environment, List<String> line)
            throws IOException {
        Path output = Files.createTempFile(agents.directory(), "run-" + spec.host() + "-", ".log");
        List<String> deafToNothing = new ArrayList<>(Agents.DEAF_TO_NOTHING);
        deafToNothing.addAll(line);
        ProcessBuilder builder = new ProcessBuilder(deafToNothing).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MGMT_") && !name.equals("MGMT_JAVA_OPTS"));
        builder.environment().putAll(environment);
        return new AgentProcess(spec, builder.start(), output);
    }

    Spec spec() {
        return spec;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** All that it has printed. */
    String printed() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has printed the text; fails at once if it ends without. */
    AgentProcess prints(String text) {
        try {
            eventually(Duration.ofSeconds(60), text, () -> printed().contains(text) || !isAlive());
        } catch (RuntimeException e) {
            throw new AssertionError("never printed \"" + text + "\", but: " + printed(), e);
        }
        if (!printed().contains(text)) {
            throw new AssertionError("ended without \"" + text + "\", but with: " + printed());
        }
        return this;
    }

    /** Waits until the condition holds; a failure shows what the agent printed. */
    void until(Duration within, String claim, BooleanSupplier holds) {
        try {
            eventually(within, claim, holds);
        } catch (RuntimeException e) {
            throw new AssertionError(claim + ", but it printed: " + printed(), e);
        }
    }

    /** Sends a signal to the agent alone. */
    void signal(String name) throws IOException, InterruptedException {
        kill(name, String.valueOf(pid()));
    }

    /** Sends a signal to its whole process group, as a terminal does. */
    void signalGroup(String name) throws IOException, InterruptedException {
        kill(name, "-" + pid());
    }

    static void kill(String signal, String target) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("sh", "-c", "kill -s " + signal + " -- " + target).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new AssertionError("kill -s " + signal + " " + target + " failed");
        }
    }

    /** Waits for its end and returns its exit code. */
    int exitCode(Duration within) throws InterruptedException {
        if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running after " + within + ": " + printed());
        }
        return process.exitValue();
    }

    /** SIGKILL, and waits until it is gone. */
    void killAgent() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
