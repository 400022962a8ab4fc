// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import static io.mgmt.testkit.Eventually.eventually;

import io.mgmt.etcd.Members;
import io.mgmt.etcd.client.JetcdDoor;
import io.mgmt.testkit.Ports;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Real processes on the loopback interface, asked by the real client. */
final class RealSubject implements Subject {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final int HTTP_MILLIS = 1_000;

    private final Path binary;
    private final Path directory;
    private final List<Integer> ports = Ports.free(2 * HOSTS);
    private final Process[] processes = new Process[HOSTS];
    private final JetcdDoor client = new JetcdDoor();
    private final Thread endWithJvm = new Thread(this::destroy, "end etcd");
    private final long founded;
    private int started;

    RealSubject(Path binary) throws IOException {
        this.binary = binary;
        directory = Files.createTempDirectory("etcds-");
        Runtime.getRuntime().addShutdownHook(endWithJvm);
        try {
            spawn(0, "h1=" + peerUrl(0), "new");
            awaitServing(0);
            List<String> urls = new ArrayList<>();
            for (int host = 0; host < HOSTS; host++) {
                urls.add(clientUrl(host));
            }
            client.use(urls);
            eventually(SOON, "the client is connected", client::isConnected);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
        founded = System.nanoTime();
    }

    private String clientUrl(int host) {
        return "http://127.0.0.1:" + ports.get(2 * host);
    }

    @Override
    public String peerUrl(int host) {
        return "http://127.0.0.1:" + ports.get(2 * host + 1);
    }

    private void spawn(int host, String list, String state) throws IOException {
        List<String> command = List.of(binary.toString(), "--name", "h" + (host + 1),
                "--data-dir", directory.resolve("data" + ++started).toString(),
                "--listen-client-urls", clientUrl(host), "--advertise-client-urls", clientUrl(host),
                "--listen-peer-urls", peerUrl(host), "--initial-advertise-peer-urls", peerUrl(host),
                "--initial-cluster", list, "--initial-cluster-state", state,
                "--heartbeat-interval", "50", "--election-timeout", "500", "--max-learners", "8",
                "--unsafe-no-fsync");
        processes[host] = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(directory.resolve("log" + started).toFile()).start();
    }

    private boolean serves(int host) {
        try {
            HttpURLConnection connection = (HttpURLConnection) URI.create(clientUrl(host) + "/health")
                    .toURL().openConnection();
            connection.setConnectTimeout(HTTP_MILLIS);
            connection.setReadTimeout(HTTP_MILLIS);
            try (InputStream in = connection.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8).contains("\"true\"");
            }
        } catch (IOException notYet) {
            return false;
        }
    }

    private void awaitServing(int host) {
        eventually(SOON, "h" + (host + 1) + " serves", () -> serves(host) || !processes[host].isAlive());
    }

    @Override
    public double seconds() {
        return (System.nanoTime() - founded) / 1e9;
    }

    @Override
    public void until(double seconds) {
        eventually(SOON, "time passes", () -> seconds() >= seconds);
    }

    @Override
    public Members members() {
        return client.members();
    }

    @Override
    public void join(int host) {
        String list = await(client.members().list()).stream()
                .map(member -> (member.peerUrls().contains(peerUrl(host)) ? "h" + (host + 1)
                        : "x" + member.id())
                        + "=" + member.peerUrls().get(0)).collect(Collectors.joining(","));
        try {
            spawn(host, list, "existing");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitServing(host);
    }

    private List<Members.Status> statuses() {
        List<Members.Status> statuses = new ArrayList<>();
        for (int host = 0; host < HOSTS; host++) {
            if (processes[host] != null && processes[host].isAlive()) {
                try {
                    statuses.add(await(client.members().status(clientUrl(host))));
                } catch (CompletionException notYet) {
                    // It ends, or does not serve yet: the others are asked again.
                    return List.of();
                }
            }
        }
        return statuses;
    }

    @Override
    public void awaitInStep() {
        AtomicLong reached = new AtomicLong();
        eventually(SOON, "a reading", () -> {
            reached.set(statuses().stream().mapToLong(Members.Status::raftIndex).max().orElse(0));
            return reached.get() > 0;
        });
        eventually(SOON, "all are in step", () -> {
            List<Members.Status> statuses = statuses();
            return !statuses.isEmpty()
                    && statuses.stream().allMatch(status -> status.appliedIndex() >= reached.get());
        });
    }

    @Override
    public void kill(int host) {
        processes[host].destroyForcibly();
        awaitEnd(processes[host]);
        double noticed = seconds() + 0.5;
        until(noticed);
        awaitLeader();
    }

    @Override
    public void awaitGone(int host) {
        if (processes[host] != null) {
            awaitEnd(processes[host]);
        }
        awaitLeader();
    }

    private void awaitLeader() {
        eventually(SOON, "one leads", () -> {
            for (int host = 0; host < HOSTS; host++) {
                if (processes[host] != null && processes[host].isAlive() && serves(host)) {
                    return true;
                }
            }
            return false;
        });
        until(seconds() + 1.5);
    }

    private static void awaitEnd(Process process) {
        try {
            if (!process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("process " + process.pid() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public <T> T await(CompletableFuture<T> call) {
        return call.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
    }

    private void destroy() {
        for (Process process : processes) {
            if (process != null) {
                process.destroyForcibly();
                awaitEnd(process);
            }
        }
    }

    @Override
    public void close() {
        client.close();
        destroy();
        try {
            Runtime.getRuntime().removeShutdownHook(endWithJvm);
        } catch (IllegalStateException ending) {
            // The hook is running: it does what this would.
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
