// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import static io.mgmt.testkit.Eventually.eventually;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real etcd for tests: on free ports, in a temporary directory, in a session of its own, with its log
 * in a file. It can be killed, stopped and started again. {@link #close} ends it and deletes its
 * directory; a test that forgets to has it ended with the JVM.
 */
public final class RealEtcd implements AutoCloseable {

    /** How long an etcd may take to serve; a machine under load needs more than a quiet one. */
    private static final Duration UNTIL_IT_SERVES = Duration.ofSeconds(30);
    private static final int HTTP_MILLIS = 2_000;

    private record Plan(String name, String clientUrl, String peerUrl) {
        String initial() {
            return name + "=" + peerUrl;
        }
    }

    private final Path binary;
    private final Path directory;
    private final Plan plan;
    private final String clientUrl;
    private final Thread endWithJvm = new Thread(this::destroy, "end etcd");
    /** etcd's word for whether it founds a cluster or joins one. */
    private final String state;
    private String initialCluster;
    private String token;
    private Process process;

    private RealEtcd(
            Path binary, Path directory, Plan plan, String state, String initialCluster, String token) {
        this.binary = binary;
        this.directory = directory;
        this.clientUrl = plan.clientUrl();
        this.plan = plan;
        this.state = state;
        this.initialCluster = initialCluster;
        this.token = token;
    }

    /** Founds a cluster of one, and waits until it serves. */
    public static RealEtcd start(Path binary) {
        return cluster(binary, 1).get(0);
    }

    /**
     * Founds a cluster, and waits until each member serves.
     *
     * @param members how many; they are named h1, h2, …
     */
    public static List<RealEtcd> cluster(Path binary, int members) {
        List<Plan> plans = new ArrayList<>();
        for (int i = 1; i <= members; i++) {
            plans.add(plan("h" + i));
        }
        String initialCluster =
                plans.stream().map(Plan::initial).collect(Collectors.joining(","));
        String token = UUID.randomUUID().toString();
        List<RealEtcd> etcds = new ArrayList<>();
        try {
            for (Plan plan : plans) {
                RealEtcd etcd = new RealEtcd(
                        binary, Files.createTempDirectory("etcd-"), plan, "new", initialCluster, token);
                etcds.add(etcd);
                Runtime.getRuntime().addShutdownHook(etcd.endWithJvm);
                etcd.spawn();
            }
            etcds.forEach(RealEtcd::awaitServing);
        } catch (IOException | RuntimeException e) {
            etcds.forEach(RealEtcd::close);
            throw e instanceof IOException io ? new UncheckedIOException(io) : (RuntimeException) e;
        }
        return etcds;
    }

    /** One that is to join a cluster: it has its ports, and no process until {@link #join}. */
    public static RealEtcd joiner(Path binary, String name) {
        try {
            RealEtcd etcd = new RealEtcd(
                    binary, Files.createTempDirectory("etcd-"), plan(name), "existing", "", "joiner");
            Runtime.getRuntime().addShutdownHook(etcd.endWithJvm);
            return etcd;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Plan plan(String name) {
        String host = "http://127.0.0.1:";
        return new Plan(name, host + Ports.free(), host + Ports.free());
    }

    /**
     * Starts it, after it was added to the members; returns when it serves (a learner: what it may).
     *
     * @param others all other members
     */
    public void join(List<RealEtcd> others) {
        initialCluster = Stream.concat(others.stream(), Stream.of(this))
                .map(etcd -> etcd.plan.initial()).collect(Collectors.joining(","));
        restart();
    }

    /** Its {@code --name}. */
    public String name() {
        return plan.name();
    }

    /** Where other members find it. */
    public String peerUrl() {
        return plan.peerUrl();
    }

    /** True unless its process has ended, or was never started. */
    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Where clients find it. */
    public URI clientUrl() {
        return URI.create(clientUrl);
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    /** Ends it at once, as a power failure would (SIGKILL), and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        await(process);
    }

    /** Freezes it (SIGSTOP): connections stand, and nobody answers. */
    public void stop() {
        signal("STOP");
    }

    /** Lets it go on after {@link #stop} (SIGCONT). */
    public void cont() {
        signal("CONT");
    }

    /** Starts it again with the same ports and data, after {@link #kill}; returns when it serves. */
    public void restart() {
        start();
        awaitServing();
    }

    /** Like {@link #restart}, but does not wait: a member without a quorum does not serve. */
    public void start() {
        if (isAlive()) {
            throw new IllegalStateException("etcd runs already, as process " + process.pid());
        }
        spawn();
    }

    /** Ends it, and founds another cluster of one with other data on the same ports. */
    public void replaceByAnotherCluster() {
        destroy();
        delete(directory.resolve("data"));
        token = token + "-other";
        restart();
    }

    /** Waits until it answers that it is healthy. */
    public void awaitServing() {
        eventually(UNTIL_IT_SERVES, "etcd serves at " + clientUrl + ", see " + log(), () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("etcd ended with " + process.exitValue() + ":\n" + logTail());
            }
            return isHealthy();
        });
    }

    /**
     * Calls etcd's JSON gateway (etcd documentation, "gRPC gateway"), which needs no client library; keys
     * and values are base64, and numbers are strings.
     *
     * @param path for example {@code /v3/kv/compaction}
     * @return the answer
     */
    public String post(String path, String json) {
        try {
            HttpURLConnection connection = open(path);
            connection.setRequestMethod("POST");
            connection.setDoOutput(true);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(json.getBytes(StandardCharsets.UTF_8));
            }
            return body(connection);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file that it logs to. */
    public Path log() {
        return directory.resolve("log");
    }

    /** Ends the process and deletes its directory. */
    @Override
    public void close() {
        destroy();
        try {
            Runtime.getRuntime().removeShutdownHook(endWithJvm);
        } catch (IllegalStateException ending) {
            // The hook is running: it does what this would.
            return;
        }
        delete(directory);
    }

    private static void delete(Path tree) {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command() {
        return List.of("setsid", binary.toString(),
                "--name", plan.name(),
                "--data-dir", directory.resolve("data").toString(),
                "--listen-client-urls", clientUrl, "--advertise-client-urls", clientUrl,
                "--listen-peer-urls", plan.peerUrl(), "--initial-advertise-peer-urls", plan.peerUrl(),
                "--initial-cluster", initialCluster, "--initial-cluster-token", token,
                "--initial-cluster-state", state,
                "--heartbeat-interval", "50", "--election-timeout", "500");
    }

    private void spawn() {
        try {
            process = new ProcessBuilder(command())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void destroy() {
        if (process != null) {
            process.destroyForcibly();
            await(process);
        }
    }

    private void signal(String name) {
        try {
            await(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(Process process) {
        try {
            if (!process.waitFor(UNTIL_IT_SERVES.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("process " + process.pid() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for process " + process.pid(), e);
        }
    }

    private boolean isHealthy() {
        try {
            return body(open("/health")).contains("\"true\"");
        } catch (IOException notYet) {
            return false;
        }
    }

    private HttpURLConnection open(String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI.create(clientUrl + path).toURL().openConnection();
        connection.setConnectTimeout(HTTP_MILLIS);
        connection.setReadTimeout(HTTP_MILLIS);
        return connection;
    }

    private static String body(HttpURLConnection connection) throws IOException {
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String logTail() {
        try {
            List<String> lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
