// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.agent.Urls;
import io.mgmt.cluster.MemberState;
import io.mgmt.cluster.MemberState.Phase;
import io.mgmt.core.membership.Duty.Archive;
import io.mgmt.core.membership.Duty.Keep;
import io.mgmt.core.membership.Duty.ReportBroken;
import io.mgmt.core.membership.Duty.Start;
import io.mgmt.core.membership.Duty.Stop;
import io.mgmt.core.membership.DutyView.Claim;
import io.mgmt.core.membership.DutyView.Cluster;
import io.mgmt.core.membership.DutyView.Own;
import io.mgmt.etcd.Members.Member;
import io.mgmt.etcd.ServerStatus;
import io.mgmt.etcd.ServerStatus.Exit;
import io.mgmt.etcd.ServerStatus.State;
import io.mgmt.etcd.StartPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.Test;

public class DutyTest {

    private static final Urls CLIENT = Urls.parse("http://127.0.0.1:2381");
    private static final Urls PEER = Urls.parse("http://127.0.0.1:2382");
    private static final StartPlan BASE = new StartPlan("h2", CLIENT, CLIENT, PEER, PEER, "", false, "t",
            Duration.ofMillis(50), Duration.ofMillis(500));
    private static final Member FOUNDER = new Member("1", "h1", List.of("http://127.0.0.1:2380"), List.of(), false);
    private static final Member UNSTARTED = new Member("2", "", List.of("http://127.0.0.1:2382"), List.of(), true);

    /** Host h2; begins as a volunteer in a cluster of h1. */
    private static final class Scene {
        private Optional<List<Member>> members = Optional.of(List.of(FOUNDER));
        private Optional<Claim> nominated = Optional.empty();
        private Optional<Claim> started = Optional.empty();
        private Optional<MemberState> member = Optional.empty();
        private boolean hasData;
        private State state = State.STOPPED;
        private Exit exit = Exit.NONE;
        private boolean leaving;
        private boolean everyVoterLeaves;

        Scene listed() {
            members = Optional.of(List.of(FOUNDER, UNSTARTED));
            return this;
        }

        Scene unanswered() {
            members = Optional.empty();
            return this;
        }

        Scene nominated(String hostId) {
            nominated = Optional.of(new Claim(hostId, "2"));
            return this;
        }

        Scene started(String hostId) {
            started = Optional.of(new Claim(hostId, "2"));
            return this;
        }

        Scene is(Phase phase, String id) {
            member = Optional.of(new MemberState(phase, id, "token"));
            return this;
        }

        Scene data() {
            hasData = true;
            return this;
        }

        Scene etcd(State now, Exit how) {
            state = now;
            exit = how;
            return this;
        }

        Scene leaving(boolean all) {
            leaving = true;
            everyVoterLeaves = all;
            return this;
        }

        Duty next() {
            return Duty.next(new DutyView("h2", "id2", leaving, new Cluster(members, nominated, started,
                    everyVoterLeaves), new Own(member, hasData, new ServerStatus(state, OptionalLong.empty(), "", "",
                            false, exit, "")), BASE));
        }
    }

    private static void is(Class<? extends Duty> sort, Scene scene) {
        Duty duty = scene.next();
        assertTrue(duty.toString(), sort.isInstance(duty));
        assertFalse(duty.reason().isBlank());
    }

    @Test
    public void aVolunteerWaits() {
        is(Keep.class, new Scene());
        is(Keep.class, new Scene().unanswered());
    }

    @Test
    public void aNomineeStartsWithTheMembersOfThisMoment() {
        Duty duty = new Scene().listed().nominated("id2").next();
        assertTrue(duty.toString(), duty instanceof Start);
        Start start = (Start) duty;
        assertEquals("2", start.memberId());
        assertEquals("h1=http://127.0.0.1:2380,h2=http://127.0.0.1:2382", start.plan().initialCluster());
        assertFalse(start.plan().founding());
    }

    @Test
    public void aNominationThatIsStaleOrAnothersIsNotObeyed() {
        is(Keep.class, new Scene().nominated("id2"));
        is(Keep.class, new Scene().listed().nominated("another"));
        is(Keep.class, new Scene().listed().nominated("id2").leaving(false));
    }

    @Test
    public void aMemberIsKeptRunningAndStartedAgain() {
        is(Keep.class, new Scene().listed().is(Phase.MEMBER, "2").data().etcd(State.SERVING, Exit.NONE));
        Scene back = new Scene().listed().is(Phase.MEMBER, "2").data();
        is(Start.class, back);
        is(Start.class, back.unanswered());
    }

    /** Found by the simulator: what tells its id and its name was lost with the etcd that had just founded. */
    @Test
    public void aFounderThatTheListDoesNotNameYetIsStartedAgain() {
        is(Start.class, new Scene().is(Phase.FOUNDING, "").data().etcd(State.FAILED, Exit.PORT_TAKEN));
        is(Keep.class, new Scene().is(Phase.FOUNDING, "").data().etcd(State.STARTING, Exit.NONE));
        is(Keep.class, new Scene().is(Phase.FOUNDING, "").data().leaving(false));
    }

    /** A server without quorum is silent, not broken. */
    @Test
    public void aSilentServerIsLeftAlone() {
        is(Keep.class, new Scene().unanswered().is(Phase.MEMBER, "2").data().etcd(State.STARTING, Exit.NONE));
    }

    @Test
    public void whatWasRemovedIsStoppedThenArchivedThenFree() {
        is(Stop.class, new Scene().is(Phase.MEMBER, "2").data().etcd(State.SERVING, Exit.NONE));
        is(Archive.class, new Scene().is(Phase.MEMBER, "2").data().etcd(State.STOPPED, Exit.ASKED));
        is(Archive.class, new Scene().unanswered().is(Phase.MEMBER, "2").data().etcd(State.FAILED, Exit.REMOVED));
        is(Keep.class, new Scene());
        is(Start.class, new Scene().listed().nominated("id2").etcd(State.FAILED, Exit.REMOVED));
    }

    @Test
    public void whatTheListSaysHasRunIsNeverStartedWithoutDataThoughAllRecordsAreGone() {
        for (Member run : List.of(new Member("2", "h2", List.of("http://127.0.0.1:2382"), List.of(), true),
                new Member("2", "", List.of("http://127.0.0.1:2382"), List.of(), false))) {
            Scene nominated = new Scene().nominated("id2");
            nominated.members = Optional.of(List.of(FOUNDER, run));
            is(ReportBroken.class, nominated);
            is(ReportBroken.class, nominated.is(Phase.JOINING, "2").etcd(State.FAILED, Exit.STALE_START_LIST));
        }
    }

    @Test
    public void aMemberThatHasForgottenItsVoteIsReported() {
        is(ReportBroken.class, new Scene().listed().is(Phase.MEMBER, "2"));
        is(ReportBroken.class, new Scene().listed().nominated("id2").started("id2"));
        is(ReportBroken.class, new Scene().listed().nominated("id2").started("another"));
        is(ReportBroken.class, new Scene().listed().is(Phase.JOINING, "2").nominated("id2").started("id2"));
        is(ReportBroken.class, new Scene().listed().is(Phase.MEMBER, "2").data()
                .etcd(State.FAILED, Exit.BROKEN_DATA));
    }

    /** etcd reads the start list before it writes anything: such a start was none. */
    @Test
    public void aStartThatFailedBeforeThereWasDataIsTriedAgain() {
        is(Start.class, new Scene().listed().is(Phase.JOINING, "2").nominated("id2").started("id2")
                .etcd(State.FAILED, Exit.STALE_START_LIST));
    }

    @Test
    public void dataWithoutStateIsArchivedOnlyAfterTheClusterAnswered() {
        is(Keep.class, new Scene().unanswered().data());
        is(Archive.class, new Scene().data());
    }

    @Test
    public void ifEveryVoterLeavesEachStopsAtOnceAndKeepsItsData() {
        is(Stop.class, new Scene().listed().is(Phase.MEMBER, "2").data().etcd(State.SERVING, Exit.NONE)
                .leaving(true));
        is(Keep.class, new Scene().listed().is(Phase.MEMBER, "2").data().etcd(State.STOPPED, Exit.ASKED)
                .leaving(true));
    }

    /** S2, S9, S10, for everything that a host may come upon. */
    @Test
    public void whateverAHostComesUponItNeitherForksNorForgetsNorStartsWhatIsBroken() {
        int views = 0;
        for (Scene scene : all()) {
            Duty duty = scene.next();
            String where = duty + " with " + scene.member + " data=" + scene.hasData + " " + scene.state + "/"
                    + scene.exit + " " + scene.members + " " + scene.nominated + " " + scene.started;
            boolean listed = scene.members.filter(list -> list.size() == 2).isPresent();
            boolean runs = scene.state == State.SERVING || scene.state == State.STARTING;
            assertFalse(where, duty.reason().isBlank());
            if (duty instanceof Start start) {
                assertFalse("founds: " + where, start.plan().founding()
                        && scene.member.filter(member -> member.phase() == Phase.FOUNDING).isEmpty());
                assertFalse("starts twice: " + where, runs);
                boolean hasRun = scene.member.filter(member -> member.phase() == Phase.MEMBER).isPresent();
                assertFalse("starts what is broken: " + where, !scene.hasData && hasRun && listed);
                assertFalse("starts what it does not own: " + where, scene.hasData && scene.member.isEmpty());
                assertFalse("starts although it leaves: " + where, scene.leaving);
            }
            if (duty instanceof Archive) {
                assertFalse("archives what runs: " + where, runs);
                assertTrue("archives nothing: " + where, scene.hasData);
                boolean own = scene.member.isPresent() && listed && scene.exit != Exit.REMOVED;
                assertFalse("archives a member: " + where, own);
                assertTrue("archives blindly: " + where, scene.members.isPresent() || scene.exit == Exit.REMOVED);
            }
            if (duty instanceof Stop) {
                assertTrue("stops what does not run: " + where, runs);
                assertTrue("stops without need: " + where, scene.everyVoterLeaves
                        || scene.members.isPresent() && !listed);
            }
            views++;
        }
        System.out.println("duty: " + views + " views judged");
    }

    private static List<Scene> all() {
        List<Scene> all = new ArrayList<>();
        for (int i = 0; i < 3 * 3 * 3 * 4 * 2 * 4 * 5 * 3; i++) {
            Scene scene = new Scene();
            int rest = i;
            int members = rest % 3;
            scene.members = members == 0 ? Optional.empty()
                    : Optional.of(members == 1 ? List.of(FOUNDER) : List.of(FOUNDER, UNSTARTED));
            rest /= 3;
            scene.nominated = claim(rest % 3);
            rest /= 3;
            scene.started = claim(rest % 3);
            rest /= 3;
            scene.member = rest % 4 == 0 ? Optional.empty()
                    : Optional.of(new MemberState(Phase.values()[rest % 4 - 1], "2", "t"));
            rest /= 4;
            scene.hasData = rest % 2 == 0;
            rest /= 2;
            scene.state = List.of(State.STOPPED, State.STARTING, State.SERVING, State.FAILED).get(rest % 4);
            rest /= 4;
            scene.exit = List.of(Exit.NONE, Exit.REMOVED, Exit.STALE_START_LIST, Exit.BROKEN_DATA, Exit.CRASHED)
                    .get(rest % 5);
            rest /= 5;
            scene.leaving = rest % 3 > 0;
            scene.everyVoterLeaves = rest % 3 > 1;
            all.add(scene);
        }
        return all;
    }

    private static Optional<Claim> claim(int which) {
        return which == 0 ? Optional.empty() : Optional.of(new Claim(which == 1 ? "id2" : "another", "2"));
    }
}
