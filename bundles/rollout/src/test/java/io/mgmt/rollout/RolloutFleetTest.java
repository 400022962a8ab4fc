// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.rollout.Scene.OneHost;
import io.mgmt.testkit.Call;
import io.mgmt.testkit.Fate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Whatever befalls hosts, commands and calls: when it is over, all hosts run what is current, as far as they can, and
 * nothing else. Prints its seed when it fails; {@code -Dseed=} replays it.
 */
public final class RolloutFleetTest {

    private static final int LIVES = 150;
    private static final int EVENTS = 25;
    private static final List<String> HOSTS = List.of("h1", "h2", "h3");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Scene scene;
    private List<Path> jars;
    /** Hosts that do not run now. */
    private final Set<String> dead = new TreeSet<>();
    private final Set<String> cutOff = new TreeSet<>();

    @Test
    public void inTheEndAllRunWhatIsCurrent() throws Exception {
        long only = Long.getLong("seed", -1);
        for (long seed = only < 0 ? 1 : only; seed <= (only < 0 ? LIVES : only); seed++) {
            try {
                live(new Random(seed), folder.newFolder().toPath());
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("-Dseed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private void live(Random random, Path directory) {
        dead.clear();
        cutOff.clear();
        scene = new Scene(directory, "h1", "h2", "h3");
        jars = new ArrayList<>();
        for (String version : List.of("1.0.0", "2.0.0", "3.0.0")) {
            jars.add(scene.jar("p", version));
            jars.add(scene.jar("q", version));
        }
        for (int i = 0; i < EVENTS; i++) {
            happens(random);
        }
        scene.store.fate(call -> Fate.DONE);
        dead.forEach(scene::start);
        cutOff.forEach(host -> scene.host(host).connect());
        scene.settle();
        scene.advance(Rounds.TRIAL);
        scene.advance(Duration.ofMinutes(1));
        HOSTS.forEach(this::runsWhatIsCurrent);
        assertTrue("a lock that nobody holds", scene.host("h1").undeploy("nothing").err().startsWith("Nothing is"));
    }

    private void happens(Random random) {
        String host = HOSTS.get(random.nextInt(HOSTS.size()));
        switch (random.nextInt(9)) {
            case 0, 1, 2 -> deploy(host, jars.get(random.nextInt(jars.size())), random);
            case 3 -> {
                if (!dead.contains(host)) {
                    scene.host(host).undeploy(random.nextBoolean() ? "p" : "q");
                }
            }
            case 4 -> {
                if (dead.add(host)) {
                    scene.kill(host);
                    cutOff.remove(host);
                }
            }
            case 5 -> {
                if (dead.remove(host)) {
                    scene.store.fate(call -> Fate.DONE);
                    scene.start(host);
                }
            }
            case 6 -> {
                if (!dead.contains(host) && cutOff.add(host)) {
                    scene.host(host).disconnect();
                } else if (cutOff.remove(host)) {
                    scene.host(host).connect();
                    scene.settle();
                }
            }
            case 7 -> lose(random);
            default -> scene.advance(Duration.ofSeconds(random.nextInt(200)));
        }
    }

    private void deploy(String host, Path jar, Random random) {
        if (dead.contains(host)) {
            return;
        }
        String where = HOSTS.get(random.nextInt(HOSTS.size()));
        if (!dead.contains(where) && random.nextInt(3) == 0) {
            scene.host(where).bundles.bad.put(Scene.hash(jar), "it does not start");
        }
        if (random.nextInt(4) == 0) {
            scene.giveUp();
        }
        scene.host(host).deploy(jar, random.nextInt(3) == 0 ? "--no-wait" : "--");
    }

    /** Some of the next calls come to nothing, or only their answers do. */
    private void lose(Random random) {
        Random fates = new Random(random.nextLong());
        int[] left = {1 + random.nextInt(20)};
        scene.store.fate(call -> {
            if (left[0]-- <= 0 || call.kind() == Call.Kind.GRANT) {
                return Fate.DONE;
            }
            return switch (fates.nextInt(5)) {
                case 0 -> Fate.NOT_SENT;
                case 1 -> Fate.LOST;
                case 2 -> Fate.ANSWER_LOST;
                default -> Fate.DONE;
            };
        });
    }

    private void runsWhatIsCurrent(String name) {
        OneHost host = scene.host(name);
        for (String bundle : List.of("p", "q")) {
            Optional<Release> release = scene.release(bundle);
            Optional<Artifact> current = release.flatMap(Release::current);
            assertFalse(bundle + " is on trial for ever", release.filter(Release::isTrial).isPresent());
            String runs = host.runs().get(bundle);
            if (current.isEmpty()) {
                assertEquals(name + " runs " + bundle, null, runs);
            } else if (host.report().entry(bundle).filter(HostReport.Entry::runs).isPresent()) {
                assertEquals(name + " runs " + bundle, current.get().sha256(), runs);
            } else {
                assertTrue(name + " has no reason not to run " + bundle + " " + current.get(), host.report()
                        .entry(bundle).filter(entry -> !entry.reason().isEmpty()).isPresent());
            }
            long count = host.bundles.ours().stream().filter(one -> one.name().equals(bundle)).count();
            assertTrue(name + " has " + count + " of " + bundle, count <= 1);
        }
        Set<String> needed = scene.store.entries(RolloutKeys.RELEASES).stream().map(key ->
                KeyReader.wanted(List.of(key)).releases().values().iterator().next()).flatMap(release ->
                        release.current().stream()).map(Artifact::sha256).collect(Collectors.toSet());
        Map<String, Long> parts = scene.store.entries(RolloutKeys.PARTS).stream().collect(Collectors.groupingBy(
                key -> key.key().split("/")[4], Collectors.counting()));
        assertTrue("parts of what is current are missing: " + needed + " " + parts, parts.keySet().containsAll(needed));
    }
}
