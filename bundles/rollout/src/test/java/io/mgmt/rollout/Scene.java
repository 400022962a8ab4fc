// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import io.mgmt.agent.Command;
import io.mgmt.agent.HostName;
import io.mgmt.cluster.Host;
import io.mgmt.store.Lease;
import io.mgmt.store.Store;
import io.mgmt.store.Txn;
import io.mgmt.testkit.FakeStore;
import io.mgmt.testkit.ManualTimers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** Hosts on one thread, with one store: the real loops and commands, and frameworks of the test. */
final class Scene {

    /** What a command printed and how it ended; -1 if nobody waited for that. */
    record Said(int exit, String out, String err) {
    }

    final ManualTimers timers = new ManualTimers();
    final FakeStore store = new FakeStore(() -> timers.now().toNanos());
    private final Path directory;
    private final SortedMap<String, OneHost> hosts = new TreeMap<>();
    /** What happens while a command waits, once. */
    private Runnable meanwhile = () -> { };
    private boolean givesUp;

    Scene(Path directory, String... names) {
        this.directory = directory;
        for (String name : names) {
            start(name);
        }
        settle();
    }

    /** One host, from its start to its end. */
    final class OneHost implements Host {

        final FakeBundles bundles = new FakeBundles();
        final FakeAdmin admin = new FakeAdmin();
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private final String name;
        private final Rounds rounds;
        private final Configurations configurations;
        private Lease lease;

        private OneHost(String name, FakeBundles before) {
            this.name = name;
            before.others.forEach(bundles.others::put);
            bundles.bad.putAll(before.bad);
            configurations = new Configurations(name, admin.admin(), () -> Types.NONE);
            rounds = new Rounds(new Rounds.World(name, id().toString(), bundles,
                    new Copies(stateDirectory().resolve("bundles")), configurations, timers), waiting::add);
            try {
                rounds.restore();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public HostName name() {
            return new HostName(name);
        }

        @Override
        public UUID id() {
            return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Path stateDirectory() {
            return directory.resolve(name);
        }

        @Override
        public boolean isTemporary() {
            return false;
        }

        /** As membership does. */
        void beginSession() {
            lease = store.grant(Duration.ofSeconds(15)).join();
            store.commit(Txn.of(new Txn.Put(RolloutKeys.host(name), Json.text(Map.of("hostId", id().toString())),
                    lease.id()))).join();
        }

        void endSession() {
            lease.revoke();
            settle();
        }

        void connect() {
            rounds.store(Optional.of(store));
        }

        /** Its store goes; the store itself does not. */
        void disconnect() {
            rounds.store(Optional.empty());
            settle();
        }

        /** What it runs: name to version's hash, as far as it is started. */
        Map<String, String> runs() {
            Map<String, String> runs = new TreeMap<>();
            bundles.ours().stream().filter(Here.Installed::isStarted)
                    .forEach(one -> runs.put(one.name(), one.sha256()));
            return runs;
        }

        HostReport report() {
            return store.value(RolloutKeys.report(name)).map(HostReport::read).orElse(HostReport.NOTHING);
        }

        Said deploy(Path jar, String... flags) {
            return said(new DeployCommand(() -> Optional.of(store), this, timers, bundles, waiting()),
                    words(jar.toString(), flags));
        }

        Said undeploy(String what) {
            return said(new UndeployCommand(() -> Optional.of(store), this, timers, waiting()), List.of(what));
        }

        Said bundles(String... flags) {
            return said(new BundlesCommand(() -> Optional.of(store), name, bundles), List.of(flags));
        }

        Said config(Types types, String... words) {
            return said(new ConfigCommand(() -> Optional.of(store), () -> types, configurations), List.of(words));
        }
    }

    private static List<String> words(String first, String... rest) {
        List<String> words = new ArrayList<>(List.of(first));
        words.addAll(List.of(rest));
        return words;
    }

    /** Starts a host anew; what was in its state directory is still there. */
    OneHost start(String name) {
        OneHost host = begin(name);
        host.beginSession();
        host.connect();
        settle();
        return host;
    }

    /** The same, but no store answers it. */
    OneHost begin(String name) {
        FakeBundles before = hosts.containsKey(name) ? hosts.get(name).bundles : new FakeBundles();
        OneHost host = new OneHost(name, before);
        hosts.put(name, host);
        return host;
    }

    /** A crash, after which its session ends. */
    void kill(String name) {
        OneHost host = hosts.remove(name);
        host.rounds.close();
        host.endSession();
    }

    OneHost host(String name) {
        return hosts.get(name);
    }

    /** Everything that waits is done. */
    void settle() {
        boolean isBusy = true;
        while (isBusy) {
            isBusy = false;
            for (OneHost host : List.copyOf(hosts.values())) {
                for (Runnable next = host.waiting.poll(); next != null; next = host.waiting.poll()) {
                    next.run();
                    isBusy = true;
                }
            }
        }
    }

    void advance(Duration time) {
        timers.advance(time);
        settle();
    }

    /** Happens while the next command waits for the first time, before any host has done anything. */
    void meanwhile(Runnable action) {
        meanwhile = action;
    }

    /** The person who waits for the next command presses Ctrl-C. */
    void giveUp() {
        givesUp = true;
    }

    private Waiting waiting() {
        return new Waiting(timers, bell -> {
            if (givesUp) {
                givesUp = false;
                throw new InterruptedException();
            }
            Runnable now = meanwhile;
            meanwhile = () -> { };
            now.run();
            settle();
            timers.advance(Duration.ofSeconds(1));
            settle();
        });
    }

    Said said(Command command, List<String> words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try {
            int exit = command.run(words, new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8));
            settle();
            return new Said(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            return new Said(-1, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        }
    }

    /** A bundle of this version, in the directory of the test; the same each time. */
    Path jar(String name, String version) {
        try {
            return Jars.bundle(Files.createDirectories(directory.resolve("jars")), name, version);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String hash(Path jar) {
        return BundleJar.read(jar).sha256();
    }

    Optional<Release> release(String name) {
        return store.value(RolloutKeys.release(name)).flatMap(text -> ReleaseJson.read(name, text, 1));
    }

    Store store() {
        return store;
    }
}
