// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.rollout.Here.Installed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.Test;

/**
 * Any host, in whatever state, comes to rest within a few steps, and what it rests in is what is wanted. Prints its
 * seed when it fails; {@code -Dseed=} replays it.
 */
public final class RolloutWalkTest {

    private static final int WALKS = 20_000;
    private static final int MOST_STEPS = 40;
    private static final List<String> NAMES = List.of("p", "q", "r");

    private final SortedMap<String, Release> releases = new TreeMap<>();
    private final Set<String> unreadable = new HashSet<>();
    private final List<Installed> installed = new ArrayList<>();
    private final Map<String, String> others = new HashMap<>();
    private final Set<String> copies = new HashSet<>();
    private final Map<Long, String> failures = new HashMap<>();
    private final Set<Long> overdue = new HashSet<>();
    /** What cannot be fetched, installed or started here. */
    private final Set<String> bad = new HashSet<>();
    private boolean isConnected;
    /** A version of this name has run since the walk began, and has been wanted all the time. */
    private final Set<String> mustNotStop = new HashSet<>();

    @Test
    public void everyWalkComesToRestInWhatIsWanted() {
        long only = Long.getLong("seed", -1);
        for (long seed = only < 0 ? 1 : only; seed <= (only < 0 ? WALKS : only); seed++) {
            try {
                walk(new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("-Dseed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private void walk(Random random) {
        make(random);
        Step last = new Step.Rest();
        for (int i = 0; i < MOST_STEPS; i++) {
            Step next = RolloutRules.next(wanted(), here());
            assertEquals("the same values, the same step", next, RolloutRules.next(wanted(), here()));
            if (next instanceof Step.Rest) {
                rests();
                return;
            }
            assertNotEquals("the same step twice", last, next);
            does(next);
            last = next;
        }
        throw new AssertionError("no rest; last " + last);
    }

    private void make(Random random) {
        for (Collection<?> one : List.of(unreadable, installed, copies, overdue, bad, mustNotStop)) {
            one.clear();
        }
        releases.clear();
        others.clear();
        failures.clear();
        isConnected = random.nextInt(4) > 0;
        List<Artifact> all = new ArrayList<>();
        for (int i = 1; i <= 9; i++) {
            all.add(new Artifact(i, "1.0." + i, String.valueOf(i).repeat(64), 1, 1));
            if (random.nextBoolean()) {
                copies.add(all.get(i - 1).sha256());
            }
            if (random.nextInt(4) == 0) {
                bad.add(all.get(i - 1).sha256());
            }
            if (random.nextInt(6) == 0) {
                failures.put((long) i, "it failed before");
            }
            if (random.nextInt(4) == 0) {
                overdue.add((long) i);
            }
        }
        for (int n = 0; n < NAMES.size(); n++) {
            String name = NAMES.get(n);
            List<Artifact> own = all.subList(n * 3, n * 3 + 3);
            switch (random.nextInt(6)) {
                case 0 -> unreadable.add(name);
                case 1 -> releases.put(name, Release.first(name, own.get(0), "h1", 0).takenBack(
                        new Failure("h3", "it needs x", "1", own.get(0).attempt())));
                case 2 -> releases.put(name, Release.first(name, own.get(0), "h1", 0));
                case 3 -> releases.put(name, Release.first(name, own.get(0), "h1", 0).kept());
                case 4 -> releases.put(name, Release.first(name, own.get(0), "h1", 0).kept().next(own.get(1), "h1", 0));
                default -> { }
            }
            for (Artifact one : own) {
                if (random.nextInt(3) == 0) {
                    installed.add(new Installed(name, one.sha256(), random.nextBoolean()));
                }
            }
            if (random.nextInt(10) == 0 && installed.stream().noneMatch(one -> one.name().equals(name))) {
                others.put(name, "/elsewhere");
            }
            boolean isWanted = releases.containsKey(name) && releases.get(name).current().isPresent();
            if (isWanted && installed.stream().anyMatch(one -> one.name().equals(name) && one.isStarted())
                    && failures.isEmpty()) {
                mustNotStop.add(name);
            }
        }
    }

    private Wanted wanted() {
        return new Wanted(releases, unreadable);
    }

    private Here here() {
        return new Here("h2", isConnected, installed, others, copies, failures, overdue);
    }

    private void does(Step step) {
        if (step instanceof Step.Fetch fetch) {
            assertTrue("fetches without a store", isConnected);
            if (bad.contains(fetch.artifact().sha256())) {
                failures.put(fetch.artifact().attempt(), "it is damaged");
            } else {
                copies.add(fetch.artifact().sha256());
            }
        } else if (step instanceof Step.Install install) {
            assertTrue("installs what it has not got", copies.contains(install.artifact().sha256()));
            installed.add(new Installed(install.name(), install.artifact().sha256(), false));
        } else if (step instanceof Step.Start start) {
            if (bad.contains(start.artifact().sha256())) {
                failures.put(start.artifact().attempt(), "it does not start");
            } else {
                installed.remove(new Installed(start.name(), start.artifact().sha256(), false));
                installed.add(new Installed(start.name(), start.artifact().sha256(), true));
            }
        } else if (step instanceof Step.Uninstall uninstall) {
            assertTrue("leaves what it cannot read", !unreadable.contains(uninstall.name()));
            assertTrue(installed.removeIf(one -> one.name().equals(uninstall.name())
                    && one.sha256().equals(uninstall.sha256())));
        } else if (step instanceof Step.Fail fail) {
            failures.put(fail.artifact().attempt(), fail.reason());
        } else if (step instanceof Step.TakeBack back) {
            assertTrue("decides for others without a store", isConnected && back.release().isTrial());
            releases.put(back.release().name(), back.release().takenBack(back.failure()));
        } else if (step instanceof Step.Keep keep) {
            assertTrue("decides for others without a store", isConnected && keep.release().isTrial());
            releases.put(keep.release().name(), keep.release().kept());
        }
        installed.sort(Comparator.comparing(Installed::name).thenComparing(Installed::sha256));
        for (String name : mustNotStop) {
            boolean isWanted = releases.get(name).current().isPresent();
            assertTrue(name + " stopped though it is wanted, by " + step, !isWanted || !failures.isEmpty()
                    || installed.stream().anyMatch(one -> one.name().equals(name) && one.isStarted()));
        }
    }

    private void rests() {
        for (String name : NAMES) {
            List<Installed> here = installed.stream().filter(one -> one.name().equals(name)).toList();
            Optional<Artifact> current = Optional.ofNullable(releases.get(name)).flatMap(Release::current);
            if (unreadable.contains(name)) {
                continue;
            }
            if (current.isEmpty()) {
                assertEquals(name + " is not wanted", List.of(), here);
                continue;
            }
            boolean isHopeless = failures.containsKey(current.get().attempt());
            boolean isMissing = !isConnected && !copies.contains(current.get().sha256()) && here.stream()
                    .noneMatch(one -> one.sha256().equals(current.get().sha256()));
            if (!isHopeless && !isMissing) {
                assertEquals(name, List.of(new Installed(name, current.get().sha256(), true)), here);
            }
            if (isHopeless && isConnected) {
                assertTrue(name + " fails on trial and stays so", !releases.get(name).isTrial());
                assertTrue(here.stream().noneMatch(one -> one.sha256().equals(current.get().sha256())));
            }
            assertTrue("nobody ends the trial", !isConnected || !releases.get(name).isTrial()
                    || !overdue.contains(current.get().attempt()));
        }
    }
}
