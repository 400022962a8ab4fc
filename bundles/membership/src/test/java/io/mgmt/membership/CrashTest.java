// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.cluster.MemberState.Phase;
import io.mgmt.etcd.StartPlan;
import io.mgmt.store.KeyValue;
import io.mgmt.testkit.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.Test;

/**
 * The agent dies, alone or with its machine, just before or just after each thing that it does to
 * the world. Whatever was cut, the next start goes on: there is never a second founding.
 */
public final class CrashTest {

    private static final Duration SETTLING = Duration.ofSeconds(5);
    /** More than a life does: beyond the last effect nothing is cut, and the test is over. */
    private static final int MOST_EFFECTS = 40;

    /** Who dies. */
    private enum Victim { AGENT, MACHINE }

    private static Life live(World world, Life life) {
        life.start();
        world.pass(SETTLING);
        return life;
    }

    private static void die(World world, Life life, Victim victim) {
        life.kill();
        if (victim == Victim.MACHINE) {
            world.place.kill();
        }
    }

    private static void assertServes(String story, World world, Life life) {
        assertEquals(story, List.of(), life.ends);
        assertEquals("one founding: " + story, 1, new TreeSet<>(world.place.founded()).size());
        assertEquals(story, world.place.founded().get(0), world.place.clusterId());
        assertEquals("one token: " + story, Set.of(world.member.orElseThrow().token()),
                world.place.spawned().stream().map(StartPlan::token).collect(Collectors.toSet()));
        assertEquals(story, "voter", life.loop().report().role());
        assertEquals(story, List.of(), life.loop().report().notes());
        assertEquals(story, Phase.MEMBER, world.member.orElseThrow().phase());
        assertEquals(story, world.place.memberId(), world.member.get().memberId());
        assertEquals(story, world.place.clusterId(), world.cluster.orElseThrow().clusterId());
        assertEquals(story, List.of("/_mgmt/endpoints/h1", "/_mgmt/hosts/h1",
                "/_mgmt/idealClusterSize",
                "/_mgmt/started/h1", "/_mgmt/timing", "/_mgmt/volunteers/h1"),
                world.store().entries("/_mgmt/").stream().map(KeyValue::key).toList());
        assertEquals(story, "5", world.store().value("/_mgmt/idealClusterSize").orElseThrow());
        long lease = world.cluster.get().leases().get(0);
        assertEquals(story, lease, world.store().entries("/_mgmt/hosts/h1").get(0).leaseId());
        assertTrue(story, world.store().leases().contains(lease));
    }

    @Test
    public void aFoundingThatIsCutAnywhereGoesOn() {
        Set<String> cut = new TreeSet<>();
        for (Victim victim : Victim.values()) {
            for (boolean before : new boolean[] {true, false}) {
                boolean died = true;
                for (int at = 1; died; at++) {
                    assertTrue("the founding has an end", at < MOST_EFFECTS);
                    World world = new World();
                    Life first = live(world, world.life().dieAt(at, before));
                    died = first.isDead();
                    if (died) {
                        cut.add(first.effects.isEmpty() ? "nothing"
                                : first.effects.get(first.effects.size() - 1));
                    }
                    die(world, first, victim);
                    String story = victim + (before ? " before " : " after ") + at + ": "
                            + first.effects;
                    assertServes(story, world, live(world, world.life()));
                }
            }
        }
        assertEquals("every step was cut",
                Set.of("nothing", "member FOUNDING", "spawn", "connect", "cluster", "grant",
                "commit", "member MEMBER"), cut);
    }

    /** Between the spawn and the first write-ahead log, and between that and the first answer. */
    @Test
    public void aFoundingThatIsCutAtAnyMomentGoesOn() {
        for (Victim victim : Victim.values()) {
            for (long millis = 0; millis <= World.STARTS_IN.toMillis() + 50; millis += 10) {
                World world = new World();
                Life first = world.life().start();
                world.passMillis(millis);
                die(world, first, victim);
                String story = victim + " after " + millis + " ms: " + first.effects;
                assertServes(story, world, live(world, world.life()));
            }
        }
    }

    @Test
    public void twoCrashesInARowAreNoWorse() {
        for (Victim victim : Victim.values()) {
            for (int first = 1; first <= 12; first++) {
                for (int second = 1; second <= 12; second++) {
                    World world = new World();
                    Life one = live(world, world.life().dieAt(first, false));
                    die(world, one, victim);
                    Life two = live(world, world.life().dieAt(second, false));
                    die(world, two, victim);
                    String story = victim + " after " + first + " and " + second + ": "
                            + one.effects + " " + two.effects;
                    assertServes(story, world, live(world, world.life()));
                }
            }
        }
    }

    @Test
    public void leavingThatIsCutAnywhereKeepsTheCluster() {
        for (boolean before : new boolean[] {true, false}) {
            boolean died = true;
            for (int at = 1; died; at++) {
                assertTrue("leaving has an end", at < MOST_EFFECTS);
                World world = new World();
                Life settled = live(world, world.life());
                settled.dieAt(settled.effects.size() + at, before);
                settled.loop().withdraw();
                settled.loop().leave();
                world.pass(SETTLING);
                died = settled.isDead();
                settled.kill();
                String story = (before ? "before " : "after ") + at + ": " + settled.effects;
                assertServes(story, world, live(world, world.life()));
            }
        }
    }

    /**
     * The data of the old cluster is never lost, and a start without the flag never founds in its
     * place.
     */
    @Test
    public void aNewClusterThatIsCutAnywhereLosesNothing() {
        for (boolean before : new boolean[] {true, false}) {
            boolean died = true;
            for (int at = 1; died; at++) {
                assertTrue("it has an end", at < MOST_EFFECTS);
                World world = new World();
                live(world, world.life()).kill();
                String old = world.place.clusterId();
                Life asked = live(world, world.life(new TestConfig().newCluster())
                        .dieAt(at, before));
                died = asked.isDead();
                asked.kill();
                String story = (before ? "before " : "after ") + at + ": " + asked.effects;
                boolean isHere = world.place.clusterId().equals(old);
                boolean isArchived = world.place.archives().stream()
                        .anyMatch(path -> path.toString().contains(old));
                assertTrue(story, isHere || isArchived);

                Life plain = live(world, world.life());
                boolean refuses = plain.ends.size() == 1
                        && plain.ends.get(0).contains("--new-cluster");
                assertTrue(story + " " + plain.ends, refuses
                        || plain.loop().report().role().equals("voter"));
                plain.kill();

                Life again = live(world, world.life(new TestConfig().newCluster()));
                assertEquals(story, List.of(), again.ends);
                assertEquals(story, "voter", again.loop().report().role());
            }
        }
    }

    /** Anything may fail and anybody may die, many times over; once that stops, all is well. */
    @Test
    public void survivesRandomTroubles() {
        long seed = Long.getLong("seed", new Random().nextLong());
        for (int run = 0; run < 150; run++) {
            Random random = new Random(seed + run);
            World world = new World();
            List<String> story = new ArrayList<>(List.of("seed=" + (seed + run)));
            Life life = world.life().start();
            int troubles = 1 + random.nextInt(12);
            for (int i = 0; i < troubles; i++) {
                world.passMillis(random.nextInt(1500));
                life = trouble(world, life, random, story);
                assertTrue(story.toString(), life.ends.isEmpty());
            }
            if (world.place.hasData()) {
                world.store().fate(call -> Fate.DONE);
                world.store().reconnect();
                if (world.store().value("/_mgmt/idealClusterSize").isEmpty()) {
                    world.store().putByHand("/_mgmt/idealClusterSize", "5");
                }
            }
            life.mendDisk();
            world.pass(Duration.ofSeconds(40));
            if (world.store().value("/_mgmt/idealClusterSize").filter("5"::equals).isEmpty()) {
                world.store().putByHand("/_mgmt/idealClusterSize", "5");
                world.passMillis(10);
            }
            assertServes(story.toString(), world, life);
            assertFalse(story.toString(), life.isDead());
        }
    }

    private static Life trouble(World world, Life life, Random random, List<String> story) {
        int kind = random.nextInt(8);
        story.add("trouble " + kind);
        switch (kind) {
            case 0, 1 -> {
                die(world, life, kind == 0 ? Victim.AGENT : Victim.MACHINE);
                return world.life().start();
            }
            case 2 -> {
                life.breakDisk("Cannot write /s/h1/state.json: No space left on device.");
                world.passMillis(random.nextInt(3000));
                life.mendDisk();
            }
            case 3 -> world.place.kill();
            default -> {
                if (world.place.hasData()) {
                    troubleStore(world, random, kind);
                }
            }
        }
        return life;
    }

    private static void troubleStore(World world, Random random, int kind) {
        switch (kind) {
            case 4 -> {
                long seed = random.nextLong();
                Random fates = new Random(seed);
                // Held calls are left out: nobody here releases them, and the real client has
                // deadlines.
                List<Fate> all = List.of(Fate.DONE, Fate.DONE, Fate.NOT_SENT, Fate.LOST,
                        Fate.ANSWER_LOST);
                world.store().fate(call -> all.get(fates.nextInt(all.size())));
            }
            case 5 -> world.store().leases().forEach(lease -> world.store().lose(lease, "trouble"));
            case 6 -> world.store().deleteByHand("/_mgmt/");
            default -> {
                world.store().disconnect();
                world.passMillis(random.nextInt(30_000));
                world.store().reconnect();
            }
        }
    }
}
