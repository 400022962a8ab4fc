// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.identity;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.agent.Urls;
import io.mgmt.cluster.ClusterState;
import io.mgmt.cluster.MemberState;
import io.mgmt.cluster.MemberState.Phase;
import io.mgmt.core.identity.HostView.Holder;
import io.mgmt.core.identity.HostView.Memory;
import io.mgmt.core.identity.HostView.Roll;
import io.mgmt.core.identity.HostView.Seen;
import io.mgmt.core.identity.HostView.Session;
import io.mgmt.store.KeyValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.Test;

public final class HostStepTest {

    private static final Urls ENDPOINTS = Urls.parse("http://127.0.0.1:2379");
    private static final ClusterState NO_CLUSTER = new ClusterState("", List.of(), List.of());
    private static final Duration LENGTH = Duration.ofSeconds(15);
    private static final Duration LONG_AGO = Duration.ofDays(1);
    private static final OwnKeys WANTED =
            new OwnKeys("h1", 7, "info", Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty(), Optional.empty());
    private static final KeyValue WRITTEN = new KeyValue("/_mgmt/hosts/h1", "info", 5, 5, 7);

    /**
     * Shows only what matters to a test; begins with a founder in the middle of it all, settled.
     */
    private static final class Scene {
        private boolean runsServer = true;
        private Optional<MemberState> member =
                Optional.of(new MemberState(Phase.MEMBER, "8e", "t"));
        private ClusterState cluster = new ClusterState("cd", ENDPOINTS.list(), List.of(7L));
        private boolean serves = true;
        private String answering = "cd";
        private Optional<Roll> roll =
                Optional.of(new Roll("8e", "h1", false, 1, ENDPOINTS, Optional.empty()));
        private Optional<Map<String, KeyValue>> keys = Optional.of(Map.of(WRITTEN.key(), WRITTEN));
        private Optional<Holder> holder = Optional.empty();
        private OptionalLong lease = OptionalLong.of(7);
        private boolean endedOld = true;
        private Duration sinceWrite = LONG_AGO;
        private boolean urgent;

        Scene phase(Phase phase, String id) {
            member = Optional.of(new MemberState(phase, id, "t"));
            return this;
        }

        Scene client() {
            runsServer = false;
            serves = false;
            member = Optional.empty();
            roll = Optional.of(new Roll("", "", false, 1, ENDPOINTS, Optional.empty()));
            return this;
        }

        Scene cluster(String id, Long... leases) {
            cluster = id.isEmpty() ? NO_CLUSTER
                    : new ClusterState(id, ENDPOINTS.list(), List.of(leases));
            return this;
        }

        Scene silent() {
            serves = false;
            return this;
        }

        Scene answering(String id) {
            answering = id;
            return this;
        }

        Scene roll(Roll now) {
            roll = Optional.ofNullable(now);
            return this;
        }

        Scene noSession() {
            lease = OptionalLong.empty();
            return this;
        }

        Scene oldSessions() {
            endedOld = false;
            return this;
        }

        Scene keys(Map<String, KeyValue> now) {
            keys = Optional.ofNullable(now);
            return this;
        }

        Scene heldFor(long millis) {
            holder = Optional.of(new Holder("host id x", Duration.ofMillis(millis)));
            return this;
        }

        Scene sinceWrite(long millis) {
            sinceWrite = Duration.ofMillis(millis);
            return this;
        }

        Scene urgent() {
            urgent = true;
            return this;
        }

        HostStep step() {
            return HostStep.next(new HostView("h1", runsServer, new Memory(member, cluster),
                    new Seen(serves, answering, roll, keys, holder),
                    new Session(LENGTH, lease, endedOld,
                            lease.isPresent() && roll.isPresent() ? Optional.of(WANTED)
                            : Optional.empty(), sinceWrite, urgent)));
        }
    }

    private static Scene scene() {
        return new Scene();
    }

    @Test
    public void restsWhenAllIsDone() {
        assertTrue(scene().step() instanceof HostStep.Settled);
        assertTrue(scene().client().step() instanceof HostStep.Settled);
    }

    @Test
    public void waitsForAnAnswer() {
        assertTrue(scene().answering("").step() instanceof HostStep.Wait);
    }

    @Test
    public void aFounderWaitsForItsOwnEtcd() {
        assertTrue(scene().phase(Phase.FOUNDING, "").cluster("").silent()
                .step() instanceof HostStep.Wait);
    }

    /** Its etcd may be down while others of the cluster answer: they should know. */
    @Test
    public void aMemberGoesOnWithoutItsOwnEtcd() {
        assertTrue(scene().silent().step() instanceof HostStep.Settled);
    }

    @Test
    public void asksWhoTheMembersAre() {
        assertTrue(scene().roll(null).step() instanceof HostStep.ReadRoll);
    }

    @Test
    public void remembersTheClusterBeforeAnythingElse() {
        assertEquals(new HostStep.RecordCluster("cd", ENDPOINTS, List.of(),
                "the cluster answers for the first time"),
                scene().phase(Phase.FOUNDING, "").cluster("").noSession().keys(null).step());
    }

    @Test
    public void endsTheSessionsOfEarlierProcessesFirst() {
        assertEquals(new HostStep.EndOldSessions(List.of(5L, 6L),
                "an earlier process of this host held them"),
                scene().cluster("cd", 5L, 6L).noSession().oldSessions().step());
        assertTrue(scene().cluster("cd", 5L, 6L).noSession()
                .step() instanceof HostStep.BeginSession);
        assertTrue(scene().cluster("cd").noSession().oldSessions()
                .step() instanceof HostStep.BeginSession);
    }

    @Test
    public void remembersItsLeaseBeforeItUsesIt() {
        HostStep step = scene().cluster("cd", 5L).keys(Map.of()).step();
        assertEquals(List.of(7L), ((HostStep.RecordCluster) step).leases());
    }

    @Test
    public void remembersNewEndpoints() {
        Urls more = Urls.parse("http://127.0.0.1:2379,http://127.0.0.2:2379");
        HostStep step = scene().roll(new Roll("8e", "h1", false, 2, more, Optional.empty())).step();
        assertEquals(more, ((HostStep.RecordCluster) step).endpoints());
    }

    @Test
    public void neverForgetsEndpointsForNothing() {
        assertTrue(scene().roll(new Roll("8e", "h1", false, 1, Urls.NONE, Optional.empty())).step()
                instanceof HostStep.Settled);
    }

    @Test
    public void readsItsKeysAndWritesWhatIsMissing() {
        assertTrue(scene().keys(null).step() instanceof HostStep.ReadKeys);
        HostStep.WriteKeys write = (HostStep.WriteKeys) scene().keys(Map.of()).step();
        assertEquals(List.of("/_mgmt/hosts/h1"), write.keys());
        assertTrue(write.repairs());
    }

    @Test
    public void isAMemberOnlyOnceItsKeysAreWritten() {
        assertTrue(scene().phase(Phase.FOUNDING, "").keys(Map.of())
                .step() instanceof HostStep.WriteKeys);
        assertEquals(new MemberState(Phase.MEMBER, "8e", "t"),
                ((HostStep.RecordMember) scene().phase(Phase.FOUNDING, "").step()).member());
    }

    @Test
    public void repairsWithinTheSecondButNotAtOnceAgain() {
        assertEquals(Duration.ofMillis(150),
                ((HostStep.Pause) scene().keys(Map.of()).sinceWrite(100).step()).time());
        assertTrue(scene().keys(Map.of()).sinceWrite(250).step() instanceof HostStep.WriteKeys);
    }

    @Test
    public void tellsChangesOnceASecondAtMost() {
        Map<String, KeyValue> old =
                Map.of(WRITTEN.key(), new KeyValue(WRITTEN.key(), "old", 5, 5, 7));
        assertEquals(Duration.ofMillis(400),
                ((HostStep.Pause) scene().keys(old).sinceWrite(600).step()).time());
        HostStep.WriteKeys write = (HostStep.WriteKeys) scene().keys(old).sinceWrite(1000).step();
        assertFalse(write.repairs());
        assertTrue(scene().keys(old).sinceWrite(50).urgent().step() instanceof HostStep.WriteKeys);
        assertTrue(scene().keys(old).sinceWrite(49).urgent().step() instanceof HostStep.Pause);
    }

    @Test
    public void waitsOneSessionForTheHolderOfItsName() {
        assertEquals(Duration.ofSeconds(16),
                ((HostStep.AwaitHolder) scene().heldFor(0).step()).time());
        assertTrue(scene().heldFor(15_999).step() instanceof HostStep.AwaitHolder);
        HostStep end = scene().heldFor(16_000).step();
        assertTrue(end instanceof HostStep.GiveUp);
        assertEquals("Cannot be h1: another host runs as h1 in cluster cd: host id x."
                + "\n  Pass another --hostname, or stop that host. Its keys were not touched.",
                end.reason());
    }

    @Test
    public void givesUpInAnotherCluster() {
        HostStep step = scene().answering("ee").step();
        assertTrue(step instanceof HostStep.GiveUp);
        assertTrue(step.reason(), step.reason().startsWith(
                "h1 belongs to cluster cd, but the endpoints belong to cluster ee."));
        assertTrue(step.reason(), step.reason().contains("--seeds")
                && step.reason().contains("--new-cluster"));
    }

    @Test
    public void givesUpIfTheSeedsAreOfAnotherCluster() {
        HostStep step = scene().roll(new Roll("8e", "h1", false, 1, ENDPOINTS,
                Optional.of("http://10.0.0.9:2379 belongs to cluster ee"))).step();
        assertTrue(step instanceof HostStep.GiveUp);
        assertTrue(step.reason(), step.reason().contains("cluster cd")
                && step.reason().contains("cluster ee"));
    }

    @Test
    public void doesNotTakeAnotherEtcdForItsOwn() {
        HostStep stranger = scene().phase(Phase.FOUNDING, "").cluster("").noSession()
                .roll(new Roll("99", "default", false, 1, ENDPOINTS, Optional.empty())).step();
        assertTrue(stranger instanceof HostStep.Blocked);
        assertTrue(stranger.reason(), stranger.reason().contains("\"default\""));
        HostStep other = scene().roll(new Roll("99", "h1", false, 1, ENDPOINTS, Optional.empty()))
                .step();
        assertTrue(other instanceof HostStep.Blocked);
        assertTrue(other.reason(), other.reason().contains("99") && other.reason().contains("8e"));
    }

    /**
     * Over all combinations: nothing is written without a session whose lease is stored, nor by a
     * stranger.
     */
    @Test
    public void writesOnlyWithAStoredLeaseInItsOwnCluster() {
        int written = 0;
        for (Scene each : all()) {
            HostStep step = each.step();
            assertFalse(each.toString(), step.reason().isBlank());
            if (step instanceof HostStep.WriteKeys || step instanceof HostStep.RecordMember
                    || step instanceof HostStep.Settled) {
                written++;
                assertTrue(each.lease.isPresent());
                assertEquals(List.of(each.lease.getAsLong()), each.cluster.leases());
                assertEquals(each.answering, each.cluster.clusterId());
                assertTrue(each.holder.isEmpty());
            }
            if (step instanceof HostStep.RecordCluster record) {
                assertTrue(each.cluster.clusterId().isEmpty()
                        || each.cluster.clusterId().equals(record.clusterId()));
            }
        }
        assertTrue("the test must reach what it is about", written > 0);
    }

    private static List<Scene> all() {
        List<Scene> scenes = new ArrayList<>();
        for (String known : List.of("", "cd", "ee")) {
            for (List<Long> leases : List.of(List.<Long>of(), List.of(7L), List.of(5L),
                    List.of(5L, 7L))) {
                for (Phase phase : Phase.values()) {
                    for (int bits = 0; bits < 256; bits++) {
                        Scene scene = scene().phase(phase, phase == Phase.MEMBER ? "8e" : "");
                        scene.cluster = new ClusterState(known, ENDPOINTS.list(), leases);
                        scene.serves = (bits & 1) != 0;
                        scene.answering = (bits & 2) != 0 ? "cd" : "";
                        scene.roll = (bits & 4) != 0 ? scene.roll : Optional.empty();
                        scene.keys = (bits & 8) != 0 ? scene.keys : (bits & 16) != 0
                                ? Optional.of(Map.of())
                                : Optional.empty();
                        scene.lease = (bits & 32) != 0 ? scene.lease : OptionalLong.empty();
                        scene.endedOld = (bits & 64) != 0;
                        scene.holder = (bits & 128) != 0
                                ? Optional.of(new Holder("x", Duration.ZERO))
                                : Optional.empty();
                        scenes.add(scene);
                    }
                }
            }
        }
        return scenes;
    }
}
