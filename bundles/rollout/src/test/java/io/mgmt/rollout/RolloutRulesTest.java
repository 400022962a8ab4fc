// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import io.mgmt.rollout.Here.Installed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.Test;

public final class RolloutRulesTest {

    private static final Artifact V1 = artifact(11, '1');
    private static final Artifact V2 = artifact(22, '2');
    private static final Release TRIAL = Release.first("p", V1, "h1", 0);
    private static final Release UPDATE = TRIAL.kept().next(V2, "h1", 0);

    private static Artifact artifact(long attempt, char digit) {
        return new Artifact(attempt, "1.0." + digit, String.valueOf(digit).repeat(64), 100, 1);
    }

    private static Wanted wanted(Release... releases) {
        TreeMap<String, Release> all = new TreeMap<>();
        for (Release release : releases) {
            all.put(release.name(), release);
        }
        return new Wanted(all, Set.of());
    }

    private static Here here(List<Installed> installed, Set<String> copies, Map<Long, String> failures) {
        return new Here("h2", true, installed, Map.of(), copies, failures, Set.of());
    }

    private static Here away(List<Installed> installed, Set<String> copies) {
        return new Here("h2", false, installed, Map.of(), copies, Map.of(), Set.of());
    }

    private static Installed runs(Artifact artifact) {
        return new Installed("p", artifact.sha256(), true);
    }

    private static Installed lies(Artifact artifact) {
        return new Installed("p", artifact.sha256(), false);
    }

    @Test
    public void aBundleIsFetchedInstalledAndStarted() {
        assertEquals(new Step.Fetch("p", V1), RolloutRules.next(wanted(TRIAL), here(List.of(), Set.of(), Map.of())));
        assertEquals(new Step.Install("p", V1),
                RolloutRules.next(wanted(TRIAL), here(List.of(), Set.of(V1.sha256()), Map.of())));
        assertEquals(new Step.Start("p", V1),
                RolloutRules.next(wanted(TRIAL), here(List.of(lies(V1)), Set.of(V1.sha256()), Map.of())));
        assertEquals(new Step.Rest(),
                RolloutRules.next(wanted(TRIAL), here(List.of(runs(V1)), Set.of(V1.sha256()), Map.of())));
    }

    /** Without its policy a cluster would change its size, if only for a moment. */
    @Test
    public void theOldVersionGoesWhenTheNewOneRuns() {
        Set<String> copies = Set.of(V1.sha256(), V2.sha256());
        assertEquals(new Step.Start("p", V2),
                RolloutRules.next(wanted(UPDATE), here(List.of(runs(V1), lies(V2)), copies, Map.of())));
        assertEquals(new Step.Uninstall("p", V1.sha256(), "version 1.0.2 runs in its place"),
                RolloutRules.next(wanted(UPDATE), here(List.of(runs(V1), runs(V2)), copies, Map.of())));
    }

    @Test
    public void allAreInstalledBeforeOneIsStarted() {
        Release other = Release.first("q", V2, "h1", 0);
        assertEquals(new Step.Install("q", V2), RolloutRules.next(wanted(TRIAL, other),
                here(List.of(lies(V1)), Set.of(V1.sha256(), V2.sha256()), Map.of())));
    }

    @Test
    public void whatFailsOnTrialIsTakenBackForAll() {
        assertEquals(new Step.TakeBack(UPDATE, new Failure("h2", "it needs x", "1.0.2", 22)), RolloutRules.next(
                wanted(UPDATE), here(List.of(runs(V1), lies(V2)), Set.of(), Map.of(22L, "it needs x"))));
        assertEquals(Optional.of(V1), UPDATE.takenBack(new Failure("h2", "it needs x", "1.0.2", 22)).current());
        assertEquals(Optional.empty(), TRIAL.takenBack(new Failure("h2", "it needs x", "1.0.2", 22)).current());
    }

    /** A newcomer must not take from all others what runs there; and it goes on with what it had. */
    @Test
    public void whatFailsLaterOnlyGoesFromTheHostThatCannotRunIt() {
        Wanted kept = wanted(UPDATE.kept());
        Map<Long, String> failures = Map.of(22L, "it needs x");
        assertEquals(new Step.Uninstall("p", V2.sha256(), "it needs x"),
                RolloutRules.next(kept, here(List.of(runs(V1), lies(V2)), Set.of(V2.sha256()), failures)));
        assertEquals(new Step.Rest(), RolloutRules.next(kept, here(List.of(runs(V1)), Set.of(V2.sha256()), failures)));
    }

    @Test
    public void whatIsDeployedAnewIsTriedAnewAlsoIfItIsTheSameJar() {
        Artifact again = new Artifact(33, V2.version(), V2.sha256(), 100, 1);
        Map<Long, String> failures = Map.of(22L, "it needs x");
        assertEquals(new Step.Start("p", again), RolloutRules.next(wanted(UPDATE.kept().next(again, "h1", 0)),
                here(List.of(lies(V2)), Set.of(V2.sha256()), failures)));
    }

    @Test
    public void aFailedTrialIsNoVersionToReturnTo() {
        assertEquals(Optional.of(V1), UPDATE.next(artifact(33, '3'), "h1", 0).previous());
    }

    @Test
    public void whatIsNotWantedGoesAndWhatCannotBeReadStays() {
        assertEquals(new Step.Uninstall("p", V1.sha256(), "it is not deployed any more"),
                RolloutRules.next(Wanted.NOTHING, here(List.of(runs(V1)), Set.of(), Map.of())));
        assertEquals(new Step.Rest(), RolloutRules.next(new Wanted(new TreeMap<>(), Set.of("p")),
                here(List.of(runs(V1)), Set.of(), Map.of())));
    }

    @Test
    public void aNameThatTheHostHasFromElsewhereFails() {
        Here here = new Here("h2", true, List.of(), Map.of("p", "/deploy/p.jar"), Set.of(), Map.of(), Set.of());
        assertEquals(new Step.Fail("p", V1, "it has a bundle of this name already, from /deploy/p.jar"),
                RolloutRules.next(wanted(TRIAL), here));
    }

    @Test
    public void withoutAStoreItStartsWhatItHasAndDecidesNothingForOthers() {
        assertEquals(new Step.Rest(), RolloutRules.next(wanted(TRIAL), away(List.of(), Set.of())));
        assertEquals(new Step.Install("p", V1),
                RolloutRules.next(wanted(TRIAL), away(List.of(), Set.of(V1.sha256()))));
        Here failed = new Here("h2", false, List.of(runs(V1)), Map.of(), Set.of(), Map.of(22L, "it needs x"),
                Set.of(22L));
        assertEquals(new Step.Rest(), RolloutRules.next(wanted(UPDATE), failed));
    }

    @Test
    public void aTrialThatNobodyLooksAfterEndsByItself() {
        Here late = new Here("h2", true, List.of(runs(V1)), Map.of(), Set.of(V1.sha256()), Map.of(), Set.of(11L));
        assertEquals(new Step.Keep(TRIAL), RolloutRules.next(wanted(TRIAL), late));
        assertEquals(new Step.Rest(), RolloutRules.next(wanted(TRIAL.kept()), late));
        Here idle = new Here("h2", true, List.of(), Map.of("p", "/deploy/p.jar"), Set.of(), Map.of(), Set.of(11L));
        assertFalse("one that does not run it keeps nothing",
                RolloutRules.next(wanted(TRIAL), idle) instanceof Step.Keep);
    }
}
