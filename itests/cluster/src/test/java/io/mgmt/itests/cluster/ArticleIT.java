// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

import static io.mgmt.testkit.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.ExternalResource;

/**
 * The session of the article "Automatic clustering in mgmt" (2016), with its command lines, on its ports, and
 * with the size changed as it says; that hosts can be used again is what the article could not promise.
 */
public class ArticleIT {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final List<String> LINES = List.of(
            "run --file examples/etcd1a.yaml --hostname h1 --ideal-cluster-size 3",
            "run --file examples/etcd1b.yaml --hostname h2 --seeds http://127.0.0.1:2379"
                    + " --client-urls http://127.0.0.1:2381 --server-urls http://127.0.0.1:2382",
            "run --file examples/etcd1c.yaml --hostname h3 --seeds http://127.0.0.1:2379"
                    + " --client-urls http://127.0.0.1:2383 --server-urls http://127.0.0.1:2384",
            "run --file examples/etcd1d.yaml --hostname h4 --seeds http://127.0.0.1:2379"
                    + " --client-urls http://127.0.0.1:2385 --server-urls http://127.0.0.1:2386");
    private static final List<String> HOSTS = List.of("A", "B", "C", "D");
    /** One member: id, started, name, peer URLs, client URLs, is a learner. */
    private static final Pattern MEMBER = Pattern.compile("(?m)^[0-9a-f]+, started, (h\\d), .*, false$");

    /**
     * The examples name these directories: one run of this test at a time on a machine, and a session by hand may
     * have left them. Outermost: agents restore files.
     */
    @Rule(order = 0)
    public final ExternalResource directories = new ExternalResource() {
        private FileChannel turn;

        @Override
        protected void before() throws IOException {
            turn = FileChannel.open(Path.of(System.getProperty("java.io.tmpdir"), "mgmt-test-article"),
                    StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            turn.lock();
            clear();
        }

        @Override
        protected void after() {
            try {
                clear();
                turn.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };
    @Rule(order = 1)
    public final Namespace namespace = new Namespace();
    @Rule(order = 2)
    public final Agents agents = new Agents();

    private final List<AgentProcess> terminals = new ArrayList<>();
    private Process writer;

    private static void clear() throws IOException {
        for (String host : HOSTS) {
            Path directory = Path.of("/tmp/mgmt" + host);
            if (Files.isDirectory(directory)) {
                try (Stream<Path> files = Files.list(directory)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(directory);
            }
        }
    }

    @After
    public void endWriter() {
        if (writer != null) {
            writer.destroyForcibly();
        }
    }

    @Test
    public void isWhatHappensHere() throws Exception {
        try {
            session();
        } catch (Throwable failure) {
            terminals.forEach(terminal -> System.err.println("--- " + terminal.spec() + "\n" + terminal.printed()));
            throw failure;
        }
    }

    private void session() throws Exception {
        Path examples = Path.of(System.getProperty("mgmt.examples")).toAbsolutePath().normalize();
        for (int i = 0; i < LINES.size(); i++) {
            List<String> line = new ArrayList<>(List.of("setsid"));
            line.addAll(namespace.enter());
            line.add(Agents.command().toString());
            line.addAll(Arrays.stream(LINES.get(i).split(" ")).map(word -> word.startsWith("examples/")
                    ? examples.resolveSibling(word).toString() : word).toList());
            terminals.add(agents.startLine(new AgentProcess.Spec("h" + (i + 1), 2379 + 2 * i, 2380 + 2 * i),
                    Map.of("MGMT_PREFIX", agents.prefix().toString(), "MGMT_ETCD", Cluster.etcd(Cluster.newest())),
                    line));
        }
        until("you should have a three host cluster", () -> voters("h1").size() == 3);
        startWriter();
        Set<String> three = voters("h1");
        for (String host : List.of("h2", "h3", "h4")) {
            assertEquals(three, voters(host));
        }
        Set<String> all = Set.of("f2a", "f2b", "f2c", "f2d");
        for (String host : HOSTS) {
            until("the exported files of all hosts are on " + host, () -> names(host).containsAll(all));
        }
        for (int size : new int[] {5, 3, 2, 1, 3, 5}) {
            etcdctl("h2", "put", "/_mgmt/idealClusterSize", Integer.toString(size));
            int servers = Math.min(size, LINES.size());
            until(servers + " servers for a size of " + size, () -> voters("h2").size() == servers
                    && agents.etcds().size() == servers);
        }
        writer.getOutputStream().close();
        assertTrue("ends in time", writer.waitFor(LONG.toSeconds(), TimeUnit.SECONDS));
        String printed = writer.inputReader().lines().collect(Collectors.joining("\n"));
        System.out.println("the article's session: " + printed);
        assertEquals(printed, 0, writer.exitValue());
    }

    private void startWriter() throws IOException {
        List<String> line = new ArrayList<>(namespace.enter());
        line.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Writer.class.getName(),
                "http://127.0.0.1:2379", "http://127.0.0.1:2381", "http://127.0.0.1:2383", "http://127.0.0.1:2385"));
        writer = new ProcessBuilder(line).redirectErrorStream(true).start();
    }

    private static Set<String> names(String host) {
        Path directory = Path.of("/tmp/mgmt" + host);
        if (!Files.isDirectory(directory)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void until(String claim, BooleanSupplier holds) {
        eventually(LONG, claim, holds);
    }

    /** The voters, as etcdctl lists them for the agent of a host. */
    private Set<String> voters(String host) {
        Set<String> voters = new TreeSet<>();
        Matcher member = MEMBER.matcher(etcdctl(host, "member", "list"));
        while (member.find()) {
            voters.add(member.group(1));
        }
        return voters;
    }

    private String etcdctl(String host, String... words) {
        List<String> arguments = new ArrayList<>(
                List.of("etcdctl", "--hostname", host, "--prefix", agents.prefix().toString()));
        arguments.addAll(List.of(words));
        try {
            return agents.mgmtWithin(namespace.enter(), arguments.toArray(String[]::new)).out();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
