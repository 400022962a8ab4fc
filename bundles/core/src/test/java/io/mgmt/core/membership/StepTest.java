// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import static io.mgmt.core.membership.Scene.cluster;
import static io.mgmt.core.membership.Scene.id;
import static io.mgmt.core.membership.StepClaims.adds;
import static io.mgmt.core.membership.StepClaims.drops;
import static io.mgmt.core.membership.StepClaims.holds;
import static io.mgmt.core.membership.StepClaims.promotes;
import static io.mgmt.core.membership.StepClaims.removes;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.cluster.ClusterView.Call.Kind;
import io.mgmt.core.membership.Step.AddLearner;
import io.mgmt.core.membership.Step.MoveLeader;
import io.mgmt.core.membership.Step.Nominate;
import io.mgmt.core.membership.Step.Promote;
import io.mgmt.core.membership.Step.Resign;
import org.junit.Test;

public class StepTest {

    /** A voter that never starts would cost the only quorum there is: the classic way to lose a one-member cluster. */
    @Test
    public void stagesTheSecondMemberAsALearner() {
        assertEquals(new AddLearner("h2", "1 of 3 voters; h2 is the first spare"),
                cluster().voters("h1").volunteers("h2", "h3").next(3));
    }

    @Test
    public void nominatesWhatWasAdded() {
        assertEquals(new Nominate("h2", id("h2"), "h2 was added as a learner; 1 of 3 voters"),
                cluster().voters("h1").added("h2", "h3").next(3));
    }

    /** Two joiners block each other for 6 to 18 s. */
    @Test
    public void nominatesOneAtATime() {
        holds(cluster().voters("h1").nominated("h2", 5).added("h3").next(3), "h2 was nominated 5 s ago");
        holds(cluster().voters("h1").behind("h2", 1).added("h3").next(3), "h2 is a learner at index 50");
    }

    /** A start list made before the other learner was added would be refused. */
    @Test
    public void addsNoneWhileOneStarts() {
        holds(cluster().voters("h1").nominated("h2", 1).volunteers("h3").next(3), "not while h2 starts");
        adds("h3", cluster().voters("h1").behind("h2", 1).volunteers("h3").next(3));
    }

    /** For 5 s after a promotion etcd would take none. */
    @Test
    public void addsWhatIsWantedBeforeItPromotes() {
        adds("h3", cluster().voters("h1").inStep("h2").volunteers("h3").next(3));
        promotes("h2", cluster().voters("h1").inStep("h2").volunteers("h3").next(2));
        promotes("h2", cluster().etcd("3.4.23", "h1", "h2", "h3").voters("h1").inStep("h2").volunteers("h3").next(3));
        promotes("h4", cluster().voters("h1", "h2", "h3").dead("h3", 9).inStep("h4").volunteers("h5").next(5));
    }

    @Test
    public void promotesByIndexAndNeverByAge() {
        assertEquals(new Promote("h2", id("h2"), "h2 is in step; 1 of 2 voters"),
                cluster().voters("h1").inStep("h2").next(2));
        holds(cluster().voters("h1").behind("h2", 59).next(2), "h2 is a learner");
    }

    @Test
    public void twoHostsAreTwoVotersHoweverManyAreWanted() {
        promotes("h2", cluster().voters("h1").inStep("h2").next(5));
        holds(cluster().voters("h1", "h2").next(5), "2 of 5 voters, and there is no spare");
    }

    @Test
    public void dropsANomineeThatDoesNotStart() {
        holds(cluster().voters("h1").nominated("h2", 39).volunteers("h3", "h4").next(2));
        drops("h2", true, cluster().voters("h1").nominated("h2", 40).volunteers("h3", "h4").next(2));
    }

    @Test
    public void dropsALearnerThatDoesNotGetOn() {
        drops("h2", true, cluster().voters("h1").behind("h2", 60).next(2));
        drops("h2", true, cluster().voters("h1").clients("c1", "c2").inStep("h2").dead("h2", 60).next(2));
    }

    /** Only its disk was lost, and it is added anew: a ban would leave the cluster weak for a minute. */
    @Test
    public void doesNotBanALearnerThatWasOnlyBroken() {
        drops("h2", false, cluster().voters("h1").behind("h2", 1).broken("h2").next(2));
    }

    @Test
    public void dropsALearnerThatIsNotWantedAnyMore() {
        drops("h2", false, cluster().voters("h1").inStep("h2").next(1));
        drops("h2", false, cluster().voters("h1").added("h2").leaving("h2", 1).volunteers("h3").next(2));
        drops("h2", false, cluster().voters("h1").behind("h2", 1).banned("h2", "it failed").next(2));
    }

    /** A voter that is silent for a moment is no reason to give up what is being built. */
    @Test
    public void keepsALearnerWhileAVoterIsSilent() {
        holds(cluster().voters("h1", "h2", "h3").inStep("h4").down("h3", 3).next(3), "its place is not free yet");
        holds(cluster().voters("h1", "h2", "h3").behind("h4", 1).down("h3", 3).next(5));
    }

    @Test
    public void anotherHostIdIsAnotherHost() {
        drops("h2", false, cluster().voters("h1").nominated("h2", 1).hostId("h2", "new").next(2));
        removes("h3", cluster().voters("h1", "h2", "h3").down("h3", 1).hostId("h3", "new").next(3));
    }

    @Test
    public void removesABrokenVoterFirstAndAddsItAnew() {
        removes("h3", cluster().voters("h1", "h2", "h3").broken("h3").volunteers("h4").next(3));
        adds("h3", cluster().voters("h1", "h2").volunteers("h3").next(3));
    }

    @Test
    public void replacesADeadVoterWhereEtcdAllowsAnAddMeanwhile() {
        Scene scene = cluster().voters("h1", "h2", "h3", "h4", "h5").dead("h3", 20);
        holds(scene.next(5), "h3 has not answered for 20 s and its agent is gone", "tolerance 1");
        adds("h6", scene.volunteers("h6").next(5));
        holds(scene.nominated("h6", 1).next(5));
        holds(scene.behind("h6", 1).next(5));
        removes("h3", scene.inStep("h6").next(5));
        promotes("h6", cluster().voters("h1", "h2", "h4", "h5").inStep("h6").next(5));
    }

    @Test
    public void removesTheDeadFirstWhereEtcdWantsAllToAnswer() {
        Scene scene = cluster().voters("h1", "h2", "h3").volunteers("h4").etcd("3.5.16", "h1", "h2", "h3", "h4");
        removes("h3", scene.dead("h3", 20).next(3));
        holds(scene.dead("h3", 19).next(3));
    }

    /** etcd counts the new one as a voter that is down: with it 2 of 4 would answer. */
    @Test
    public void removesTheDeadFirstWhereNoneCouldBeAddedBesideIt() {
        Scene scene = cluster().voters("h1", "h2", "h3").dead("h3", 20);
        holds(scene.next(3), "h3 has not answered for 20 s and its agent is gone", "tolerance 0");
        removes("h3", scene.volunteers("h4").next(3));
        adds("h4", cluster().voters("h1", "h2").volunteers("h4").next(3));
        Scene two = cluster().voters("h1", "h2", "h3", "h4", "h5").volunteers("h6").dead("h4", 20).dead("h5", 20);
        removes("h5", two.next(5));
        removes("h4", cluster().voters("h1", "h2", "h3", "h4").volunteers("h6").dead("h4", 20).next(5));
    }

    @Test
    public void waitsForTheReplacementDelay() {
        holds(cluster().voters("h1", "h2", "h3").dead("h3", 19).volunteers("h4").next(3));
    }

    /** The leader may be the only one that cannot reach it. */
    @Test
    public void ofALivingAgentItsOwnWordCounts() {
        holds(cluster().voters("h1", "h2", "h3").unreachable("h3", 600).volunteers("h4").next(3));
        removes("h3", cluster().voters("h1", "h2", "h3").down("h3", 20).volunteers("h4").next(3));
    }

    @Test
    public void removesTheDeadThatOnlyWeaken() {
        removes("h4", cluster().voters("h1", "h2", "h3", "h4").dead("h4", 20).next(5));
        removes("h5", cluster().voters("h1", "h2", "h3", "h4", "h5").dead("h4", 200).dead("h5", 20).clients("c1")
                .next(5));
        holds(cluster().voters("h1", "h2", "h3", "h4", "h5").dead("h5", 20).next(5), "tolerance 1");
    }

    /** Its etcd is healthy: nothing may be removed because an agent was stopped for a while. */
    @Test
    public void anOrphanStaysWhileThereIsNoSpare() {
        holds(cluster().voters("h1", "h2", "h3").orphan("h3", 6000).next(3));
        holds(cluster().voters("h1", "h2", "h3").orphan("h3", 59).volunteers("h4").next(3));
        adds("h4", cluster().voters("h1", "h2", "h3").orphan("h3", 60).volunteers("h4").next(3));
        promotes("h4", cluster().voters("h1", "h2", "h3").orphan("h3", 60).inStep("h4").next(3));
        removes("h3", cluster().voters("h1", "h2", "h3", "h4").orphan("h3", 60).next(3));
    }

    @Test
    public void shrinksByPlacement() {
        removes("h5", cluster().voters("h1", "h2", "h3", "h4", "h5").next(3));
        removes("h2", cluster().voters("h1", "h2", "h3", "h4").zone("a", "h1", "h2").zone("b", "h3").zone("c", "h4")
                .next(3));
        removes("h3", cluster().voters("h1", "h2", "h3", "h4").failed("h3", 2).next(3));
    }

    @Test
    public void growsByPlacement() {
        adds("h4", cluster().voters("h1", "h2").volunteers("h3", "h4").zone("a", "h1", "h3").zone("b", "h2")
                .zone("c", "h4").next(3));
        adds("h3", cluster().voters("h1").volunteers("h2", "h3").failed("h2", 1).next(3));
    }

    @Test
    public void shrinkingWaitsWhileAVoterIsSilent() {
        holds(cluster().voters("h1", "h2", "h3", "h4", "h5").down("h2", 3).next(3), "h2 has not answered for 3 s");
    }

    @Test
    public void shrinkingTakesTheDeadFirst() {
        removes("h2", cluster().voters("h1", "h2", "h3", "h4", "h5").dead("h2", 30).next(3));
        removes("h2", cluster().voters("h1", "h2", "h3", "h4", "h5").unreachable("h2", 30).next(3));
    }

    /** consul 5922: the wanted size is an intent, and hosts that die do not change it. */
    @Test
    public void hostsThatDieDoNotShrinkTheCluster() {
        holds(cluster().voters("h1", "h2", "h3").dead("h3", 600).next(3));
    }

    @Test
    public void raftsLeaderHandsOverBeforeItGoes() {
        assertTrue(cluster().voters("h1", "h2").raftLed("h2").next(1) instanceof MoveLeader move
                && move.host().equals("h1"));
        removes("h2", cluster().voters("h1", "h2", "h3").raftLed("h3").next(2));
        holds(cluster().voters("h1", "h2", "h3").raftLed("h3").leaving("h3", 3).behindNow("h1", "h2").next(3),
                "no voter that stays is in step yet");
    }

    @Test
    public void theLeaderLeavesItsOwnRemovalToTheNextOne() {
        assertTrue(cluster().voters("h1", "h2", "h3").leaving("h1", 3).next(3) instanceof MoveLeader);
        Scene moved = cluster().voters("h1", "h2", "h3").leaving("h1", 3).raftLed("h2");
        assertTrue(moved.next(3) instanceof Resign);
        removes("h1", moved.led("h2").next(3));
        removes("h1", moved.led("h1").asLastResort().next(3));
    }

    @Test
    public void twoBecomeOneBeforeOneOfThemStops() {
        removes("h2", cluster().voters("h1", "h2").leaving("h2", 3).next(3));
    }

    /** All hosts may be stopped within a moment: then no copy of the data is given up. */
    @Test
    public void waitsWhetherOthersLeaveToo() {
        holds(cluster().voters("h1", "h2", "h3").leaving("h3", 1).next(3), "h3 has just withdrawn");
        holds(cluster().voters("h1", "h2", "h3").leaving("h3", 9).leaving("h2", 1).next(3));
        removes("h3", cluster().voters("h1", "h2", "h3").leaving("h3", 2).next(3));
        holds(cluster().voters("h1", "h2").leaving("h1", 9).leaving("h2", 9).next(3), "every voter leaves");
    }

    @Test
    public void aLeaverIsReplacedFirst() {
        Scene scene = cluster().voters("h1", "h2", "h3").leaving("h3", 3);
        adds("h4", scene.volunteers("h4").next(3));
        promotes("h4", scene.inStep("h4").next(3));
        removes("h3", cluster().voters("h1", "h2", "h3", "h4").leaving("h3", 3).next(3));
    }

    /** At its bound it would stop as a member, which is worse than one voter less. */
    @Test
    public void aLeaverIsNotKeptForEver() {
        removes("h3", cluster().voters("h1", "h2", "h3").leaving("h3", 40).added("h4").next(3));
    }

    @Test
    public void aLeaverIsNotRemovedIfTooFewWouldAnswer() {
        holds(cluster().voters("h1", "h2", "h3").leaving("h3", 3).down("h2", 3).next(3),
                "without it too few voters would answer: 1 of 2");
        removes("h2", cluster().voters("h1", "h2", "h3").leaving("h3", 30).dead("h2", 30).next(3));
    }

    @Test
    public void halfOfTheAgentsGoneIsAnOutage() {
        Scene scene = cluster().voters("h1", "h2", "h3").volunteers("h4").dead("h3", 100).dead("h4", 110);
        holds(scene.next(3), "an outage", "mgmt forget names them: h3, h4");
        removes("h3", scene.volunteers("h5").dead("h4", 200).next(3));
        removes("h3", scene.dead("h4", 100).clients("c1").backFor("c1", 99).next(3));
        Scene small = cluster().voters("h1", "h2", "h3").volunteers("h4", "h5").dead("h3", 100).dead("h4", 100);
        holds(small.dead("h5", 100).next(3), "3 agents went within 20 s");
        holds(small.forgotten("h3", "h4", "h5").next(3), "tolerance 0");
    }

    @Test
    public void aHostThatMayNotComeIsNamedWithTheReason() {
        holds(cluster().voters("h1", "h2").volunteers("h3").etcd("3.4.23", "h1", "h2").etcd("3.7.2", "h3").next(3),
                "2 of 3 voters, and there is no spare: h3 cannot be chosen: it runs etcd 3.7.2, but the voters run 3.4:"
                        + " only 3.4 and 3.5 may join");
        holds(cluster().voters("h1").volunteers("h2").banned("h2", "h2 was not started").next(3),
                "it is banned for a while: h2 was not started");
        holds(cluster().voters("h1").volunteers("h2").url("h2", "http://h1:2380").next(3), "held by member h1");
    }

    @Test
    public void theVotersOwnVersionComesFirst() {
        Scene scene = cluster().voters("h1").volunteers("h2", "h3").etcd("3.7.2", "h2").failed("h3", 5);
        adds("h3", scene.next(3));
        adds("h2", scene.upgrade().next(3));
        adds("h2", cluster().voters("h1").volunteers("h2").etcd("3.7.2", "h2").next(3));
    }

    @Test
    public void aMemberAddedByHandIsCountedAndLeftAlone() {
        holds(cluster().voters("h1", "h2").byHand("x", false).volunteers("h3").next(3), "3 of 3 voters, as wanted");
        removes("h2", cluster().voters("h1", "h2").byHand("x", false).next(2));
        holds(cluster().voters("h1").byHand("x", true).volunteers("h2").next(3), "added by hand",
                "mgmt etcdctl member remove m-x");
    }

    /** It might be down for good; that it could come back kept a spare waiting, and nobody was told why. */
    @Test
    public void aSilentMemberAddedByHandIsNamedAndNotWaitedFor() {
        holds(cluster().voters("h1", "h2").byHand("x", false).down("x", 99).next(3), "the voter x (m-x) does not answer",
                "Clear it with: mgmt etcdctl member remove m-x");
        adds("h3", cluster().voters("h1", "h2", "h4").byHand("x", false).down("x", 99).volunteers("h3").next(4));
        holds(cluster().voters("h1", "h2").byHand("x", false).down("x", 99).volunteers("h3").next(3),
                "h3 is to be added, but etcd adds none while x does not answer", "mgmt etcdctl member remove m-x");
        holds(cluster().voters("h1", "h2").byHand("x", false).down("x", 5).volunteers("h3").next(3), "3 of 3 voters");
    }

    @Test
    public void oldEtcdTakesOneLearnerAtATime() {
        holds(cluster().voters("h1").added("h2").nominated("h2", 1).volunteers("h3").etcd("3.5.30", "h1", "h2", "h3")
                .next(3), "only 1 may be a learner at a time");
        adds("h3", cluster().voters("h1").added("h2").volunteers("h3").next(3));
    }

    @Test
    public void nothingIsDoneWithoutQuorumOrRaftsLeader() {
        holds(cluster().voters("h1", "h2", "h3").down("h2", 99).down("h3", 99).volunteers("h4").next(3),
                "only 1 of 3 voters answer");
        holds(cluster().voters("h1").raftLed("").volunteers("h2").next(3), "raft has no leader");
    }

    @Test
    public void aLeaderThatIsNoMemberResignsWhenItLeaves() {
        assertTrue(cluster().voters("h1").volunteers("h2").leaving("h2", 1).led("h2").next(1) instanceof Resign);
        holds(cluster().voters("h1").volunteers("h2").leaving("h2", 1).led("h2").asLastResort().next(1));
    }

    @Test(expected = IllegalArgumentException.class)
    public void aClusterOfNoneCannotBeAskedFor() {
        cluster().voters("h1").next(0);
    }
}
