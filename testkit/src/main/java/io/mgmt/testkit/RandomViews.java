// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import io.mgmt.cluster.ClusterView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Views of clusters in any state, good and bad, possible and hardly possible: what a policy must have
 * an answer for. The same seed gives the same views; {@code -Dseed=} sets it.
 */
public final class RandomViews {

    /** More hosts only repeat what fewer have. */
    private static final int MOST_HOSTS = 12;
    /** 1970 to 2100, in seconds. */
    private static final long LAST_SECOND = 4_102_444_800L;

    private final long seed;
    private final Random random;

    private RandomViews(long seed) {
        this.seed = seed;
        random = new Random(seed);
    }

    /** Of the seed in the system property {@code seed}, or of a new one. */
    public static RandomViews seeded() {
        return of(Long.getLong("seed", System.nanoTime()));
    }

    /** Of a seed that is known. */
    public static RandomViews of(long seed) {
        return new RandomViews(seed);
    }

    /** To be told when a test fails. */
    public long seed() {
        return seed;
    }

    /** The views in which something is missing altogether; the same with every seed. */
    public static List<ClusterView> corners() {
        String[] names = {"h1", "h2", "h3", "h4", "h5"};
        List<ClusterScene> scenes = new ArrayList<>(List.of(
                ClusterScene.cluster(),
                ClusterScene.cluster().volunteers(names),
                ClusterScene.cluster().clients(names),
                ClusterScene.cluster().voters(names),
                ClusterScene.cluster().learners(names),
                ClusterScene.cluster().added(names),
                ClusterScene.cluster().byHand(names),
                ClusterScene.cluster().voters(names).unrecorded(names),
                ClusterScene.cluster().voters(names).banned(names).zone("a", names),
                ClusterScene.cluster().voters("h1").clients("h1"),
                ClusterScene.cluster().voters(names).at(Instant.ofEpochMilli(Long.MIN_VALUE)),
                ClusterScene.cluster().voters(names).at(Instant.ofEpochMilli(Long.MAX_VALUE))));
        ClusterScene dead = ClusterScene.cluster().voters(names);
        ClusterScene gone = ClusterScene.cluster();
        ClusterScene leaving = ClusterScene.cluster().voters(names);
        for (String name : names) {
            dead.dead(name, 3_600);
            gone.dead(name, 3_600).forgotten(name);
            leaving.leaving(name, 5);
        }
        scenes.addAll(List.of(dead, gone, leaving));
        return scenes.stream().map(ClusterScene::view).toList();
    }

    /** The next one, of no host to a dozen, each in any state. */
    public ClusterView next() {
        ClusterScene scene = any();
        int hosts = random.nextInt(MOST_HOSTS + 1);
        for (int i = 1; i <= hosts; i++) {
            place(scene, "h" + i, random.nextInt(8));
        }
        return scene.view();
    }

    /** The next so many. */
    public List<ClusterView> next(int views) {
        List<ClusterView> all = new ArrayList<>(views);
        for (int i = 0; i < views; i++) {
            all.add(next());
        }
        return all;
    }

    /** So many hosts, of which nine are voters; each in any state. */
    public ClusterView crowd(int hosts) {
        ClusterScene scene = any();
        for (int i = 1; i <= hosts; i++) {
            place(scene, "h" + i, i <= 9 ? 0 : 3);
        }
        return scene.view();
    }

    private ClusterScene any() {
        return ClusterScene.cluster().wanted(1 + random.nextInt(9))
                .at(Instant.ofEpochSecond((long) (random.nextDouble() * LAST_SECOND)));
    }

    private void place(ClusterScene scene, String name, int part) {
        switch (part) {
            case 0, 1, 2 -> scene.voters(name);
            case 3, 4 -> scene.volunteers(name);
            case 5 -> scene.learners(name);
            case 6 -> scene.added(name);
            default -> scene.clients(name);
        }
        if (random.nextInt(3) == 0) {
            trouble(scene, name);
        }
        // The name of no zone is what a host without one has.
        scene.zone(List.of("", "a", "b", "c").get(random.nextInt(4)), name);
        scene.failed(name, random.nextInt(4) == 0 ? random.nextInt(20) : 0);
        if (random.nextBoolean()) {
            scene.label("role", random.nextBoolean() ? "store" : "web", name);
        }
        if (random.nextInt(4) == 0) {
            scene.label("disk", random.nextBoolean() ? "ssd" : "", name);
        }
    }

    private void trouble(ClusterScene scene, String name) {
        int seconds = random.nextInt(1_000);
        switch (random.nextInt(9)) {
            case 0, 1 -> scene.dead(name, seconds);
            case 2 -> scene.orphan(name, seconds);
            case 3 -> scene.down(name, seconds);
            case 4 -> scene.broken(name);
            case 5 -> scene.leaving(name, seconds);
            case 6 -> scene.banned(name);
            case 7 -> scene.byHand("x" + name);
            default -> scene.dead(name, seconds).forgotten(name);
        }
        if (random.nextInt(8) == 0) {
            scene.unrecorded(name);
        }
    }
}
