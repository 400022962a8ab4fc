// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import io.mgmt.agent.Timers;
import io.mgmt.store.Commit;
import io.mgmt.store.Store;
import io.mgmt.store.StoreException;
import io.mgmt.store.Txn;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of a host: looks at what the cluster wants and at what is here, asks {@link RolloutRules} for one step, does
 * it, and looks again until nothing is to be done; then it tells the others and waits for the bell. Everything runs in
 * its executor, one at a time, and may wait there.
 */
final class Rounds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    /**
     * How long a trial lasts at most by this host's clock, if nobody ends it: longer than {@code mgmt deploy} waits, so
     * that it matters only if that has died.
     */
    static final Duration TRIAL = Duration.ofMinutes(3);
    /** More steps than this in one round are a loop without an end. */
    private static final int MOST_STEPS = 10_000;
    /** Note: what runs here, for the next start. */
    private static final String KNOWN = "known.json";

    /** What the loop reaches the world through. */
    record World(String host, String hostId, Bundles bundles, Copies copies, Configurations configurations,
            Timers timers) {
    }

    private final World world;
    private final Executor executor;
    private final ClusterKeys keys;
    private final FatalStarts fatal;
    private final AtomicBoolean isRung = new AtomicBoolean();

    private Wanted wanted = Wanted.NOTHING;
    private SortedMap<String, SortedMap<String, String>> config = new TreeMap<>();
    private boolean hasHeard;
    private Set<String> copies = new HashSet<>();
    /** What ran here last, by name. */
    private SortedMap<String, Artifact> running = new TreeMap<>();
    private final Map<Long, String> failures = new HashMap<>();
    private final Map<Long, Duration> trialsSince = new HashMap<>();
    private String known = "";
    private String told = "";
    private List<String> problems = List.of();
    /** What could not be taken away in this round, with a sentence that says why; it is left where it is. */
    private final SortedMap<String, String> stuck = new TreeMap<>();
    private Set<String> toldStuck = Set.of();

    Rounds(World world, Executor executor) {
        this.world = world;
        this.executor = executor;
        fatal = new FatalStarts(world.copies());
        keys = new ClusterKeys(List.of(RolloutKeys.CONFIG, RolloutKeys.report(world.host()),
                RolloutKeys.host(world.host()), RolloutKeys.RELEASES), world.timers(), executor, this::ring);
    }

    /** Begins with what was here last, store or not. Once, before anything else. */
    void restore() throws IOException {
        copies = world.copies().verified();
        known = world.copies().note(KNOWN);
        Known last = Known.read(known);
        fatal.restore().forEach((name, artifact) -> failed(name, artifact, FatalStarts.REASON));
        running = new TreeMap<>(last.running());
        wanted = last.wanted();
        config = last.config();
        if (!last.running().isEmpty() || !last.config().isEmpty()) {
            LOG.info("{} begins with what the cluster had deployed: bundles={} configurations={}", world.host(),
                    last.running().keySet(), last.config().keySet());
        }
        steps();
    }

    /** This store from now on; empty: none answers, and what runs goes on. */
    void store(Optional<Store> store) {
        executor.execute(() -> keys.store(store));
    }

    /** Something may have changed. */
    void ring() {
        if (!isRung.getAndSet(true)) {
            executor.execute(this::round);
        }
    }

    private void round() {
        isRung.set(false);
        try {
            if (keys.current().isPresent()) {
                hear();
            }
            steps();
        } catch (RuntimeException e) {
            // The top of the loop: a defect must not end it.
            LOG.error("{} rollout failed: reason=\"a defect; please report it\"", world.host(), e);
        }
    }

    private void hear() {
        wanted = KeyReader.wanted(keys.known().values());
        config = KeyReader.config(keys.known().values());
        hasHeard = true;
        Set<Long> trials = new HashSet<>();
        wanted.releases().values().stream().filter(Release::isTrial)
                .forEach(release -> trials.add(release.current().orElseThrow().attempt()));
        trialsSince.keySet().retainAll(trials);
        for (long attempt : trials) {
            if (trialsSince.putIfAbsent(attempt, world.timers().now()) == null) {
                world.timers().after(TRIAL, this::ring);
            }
        }
    }

    private void steps() {
        // Each round tries once more: what hangs may have come to its end meanwhile.
        stuck.clear();
        try {
            for (int step = 0; step < MOST_STEPS; step++) {
                Here here = here();
                Step next = RolloutRules.next(wanted, here);
                if (next instanceof Step.Rest) {
                    rest(here);
                    return;
                }
                if (!does(next)) {
                    return;
                }
            }
            LOG.error("{} does not come to rest: reason=\"a defect; please report it\"", world.host());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.error("{} cannot keep what is deployed: directory={} reason=\"{}; free the disk, or make it writable\"",
                    world.host(), world.copies().directory(), e.toString());
            keys.readLater();
        } catch (StoreException e) {
            LOG.debug("{} waits for the store: reason=\"{}\"", world.host(), e.getMessage());
            keys.readLater();
        }
    }

    /** Each that may be started, now or after something else was taken back. */
    private List<Artifact> possible() {
        return wanted.releases().values().stream()
                .flatMap(release -> Stream.concat(release.current().stream(), release.previous().stream())).toList();
    }

    private Here here() {
        for (Map.Entry<String, Release> one : wanted.releases().entrySet()) {
            one.getValue().current().filter(fatal::contains)
                    .filter(current -> !failures.containsKey(current.attempt()))
                    .ifPresent(current -> failed(one.getKey(), current, FatalStarts.REASON));
        }
        Duration now = world.timers().now();
        Set<Long> overdue = new HashSet<>();
        trialsSince.forEach((attempt, since) -> {
            if (now.minus(since).compareTo(TRIAL) >= 0) {
                overdue.add(attempt);
            }
        });
        Map<String, String> others = new TreeMap<>();
        world.bundles().others().forEach((name, other) -> others.put(name, other.from()));
        List<Here.Installed> installed = world.bundles().ours().stream()
                .filter(one -> !stuck.containsKey(place(one.name(), one.sha256()))).toList();
        return new Here(world.host(), keys.current().isPresent(), installed, others, copies, failures,
                overdue);
    }

    /** @return false if the next look is to wait for the store */
    private boolean does(Step step) throws InterruptedException, IOException {
        if (step instanceof Step.Fetch fetch) {
            fetch(fetch);
        } else if (step instanceof Step.Install install) {
            String hash = install.artifact().sha256();
            tried(install.name(), install.artifact(), () ->
                    world.bundles().install(install.name(), hash, world.copies().jar(hash)));
        } else if (step instanceof Step.Start start) {
            if (tried(start.name(), start.artifact(), () ->
                    world.bundles().start(start.name(), start.artifact().sha256()))) {
                LOG.info("{} runs a bundle of the cluster: name={} version={} sha256={}", world.host(), start.name(),
                        start.artifact().version(), start.artifact().shortHash());
            }
        } else if (step instanceof Step.Uninstall uninstall) {
            uninstall(uninstall);
        } else if (step instanceof Step.Fail fail) {
            failed(fail.name(), fail.artifact(), fail.reason());
        } else if (step instanceof Step.TakeBack back) {
            LOG.warn("{} takes a bundle back for all hosts: name={} version={} reason=\"{}\"", world.host(),
                    back.release().name(), back.failure().version(), back.failure().reason());
            return write(back.release(), back.release().takenBack(back.failure()));
        } else if (step instanceof Step.Keep keep) {
            return write(keep.release(), keep.release().kept());
        }
        return true;
    }

    private void fetch(Step.Fetch fetch) throws InterruptedException, IOException {
        Parts.Content content = Parts.read(keys.current().orElseThrow(), fetch.name(), fetch.artifact());
        if (content instanceof Parts.Content.Whole whole) {
            world.copies().add(fetch.artifact().sha256(), whole.bytes());
            copies.add(fetch.artifact().sha256());
        } else if (content instanceof Parts.Content.Damaged damaged) {
            failed(fetch.name(), fetch.artifact(), damaged.reason());
        }
    }

    private interface Attempt {
        void run() throws Bundles.FailedException, IOException;
    }

    /** On trial or not: what all others run may take this agent down. */
    private boolean tried(String name, Artifact artifact, Attempt attempt) throws InterruptedException, IOException {
        fatal.begins(name, artifact);
        boolean endsAgent = false;
        try {
            attempt.run();
            return true;
        } catch (Bundles.FailedException e) {
            endsAgent = e.endsAgent();
            if (Thread.interrupted()) {
                // The agent ends: that says nothing about the bundle, unless it is the one that ends it.
                throw new InterruptedException();
            }
            failed(name, artifact, e.getMessage());
            return false;
        } finally {
            if (!endsAgent) {
                fatal.ended();
            }
        }
    }

    private void failed(String name, Artifact artifact, String reason) {
        failures.put(artifact.attempt(), reason);
        LOG.warn("{} cannot run a bundle of the cluster: name={} version={} sha256={} reason=\"{}\"", world.host(),
                name, artifact.version(), artifact.shortHash(), reason);
    }

    private void uninstall(Step.Uninstall step) throws InterruptedException {
        try {
            world.bundles().uninstall(step.name(), step.sha256());
            LOG.info("{} took a bundle away: name={} reason=\"{}\"", world.host(), step.name(), step.reason());
        } catch (Bundles.FailedException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            // From here on as if it were not there: the others go on.
            stuck.put(place(step.name(), step.sha256()), step.name() + " (" + step.sha256().substring(0, 8)
                    + ") could not be taken away: " + e.getMessage()
                    + (e.getMessage().endsWith("restart the agent") ? "." : "; restart the agent."));
        }
    }

    private static String place(String name, String sha256) {
        return name + "/" + sha256;
    }

    private void tellStuck() {
        stuck.forEach((place, sentence) -> {
            if (!toldStuck.contains(place)) {
                LOG.error("{} has a bundle that is stuck: reason=\"{}\"", world.host(), sentence);
            }
        });
        toldStuck = Set.copyOf(stuck.keySet());
    }

    /** What the watch tells of it may come later than the answer; until then nothing else is decided. */
    private boolean write(Release before, Release after) throws InterruptedException {
        Txn txn = Txn.of(new Txn.Put(RolloutKeys.release(before.name()), ReleaseJson.write(after), 0))
                .when(new Txn.ModifiedAt(RolloutKeys.release(before.name()), before.revision()));
        Commit commit = Calls.await(keys.current().orElseThrow().commit(txn));
        LOG.debug("{} wrote a release: name={} phase={} succeeded={}", world.host(), after.name(), after.phase(),
                commit.succeeded());
        return false;
    }

    private void rest(Here here) throws InterruptedException, IOException {
        tellStuck();
        problems = world.configurations().apply(config);
        List<String> all = new ArrayList<>(stuck.values());
        all.addAll(problems);
        if (hasHeard) {
            remember(here);
            if (keys.current().isPresent()) {
                tell(HostReport.of(wanted, here, all));
                keys.isFine();
            }
        }
    }

    private void remember(Here here) throws IOException {
        running.entrySet().removeIf(one -> !here.runs(one.getKey(), one.getValue()));
        wanted.releases().forEach((name, release) -> release.current().filter(current -> here.runs(name, current))
                .ifPresent(current -> running.put(name, current)));
        Known now = new Known(running, config);
        String text = running.isEmpty() && config.isEmpty() ? "" : now.text();
        if (!text.equals(known)) {
            world.copies().note(KNOWN, text);
            known = text;
        }
        fatal.keepOnly(possible());
        Set<String> needed = new HashSet<>();
        running.values().forEach(artifact -> needed.add(artifact.sha256()));
        possible().forEach(artifact -> needed.add(artifact.sha256()));
        if (!needed.containsAll(copies)) {
            world.copies().keepOnly(needed);
            copies.retainAll(needed);
        }
    }

    /** On the lease of this host's session, so that it goes when the host does. */
    private void tell(HostReport report) throws InterruptedException {
        String key = RolloutKeys.report(world.host());
        String text = report.isEmpty() ? "" : report.text();
        Optional<Txn> txn = Session.of(keys.known().get(RolloutKeys.host(world.host())), world.hostId())
                .flatMap(session -> session.write(key, text, Optional.ofNullable(keys.known().get(key))));
        if (txn.isPresent()) {
            Calls.await(keys.current().orElseThrow().commit(txn.get()));
        }
        if (!text.equals(told)) {
            told = text;
            problems.forEach(problem -> LOG.warn("{} cannot configure: reason=\"{}\"", world.host(), problem));
        }
    }

    @Override
    public void close() {
        keys.close();
    }
}
