// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.identity;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.agent.Urls;
import io.mgmt.cluster.ClusterState;
import io.mgmt.cluster.MemberState;
import io.mgmt.cluster.MemberState.Phase;
import io.mgmt.core.identity.Identity.ConnectOnly;
import io.mgmt.core.identity.Identity.Found;
import io.mgmt.core.identity.Identity.Join;
import io.mgmt.core.identity.Identity.Refuse;
import io.mgmt.core.identity.Identity.StartOwn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public final class IdentityTest {

    private static final Urls OWN = Urls.parse("http://10.0.0.9:2379,http://127.0.0.1:2379");
    private static final Urls SEEDS = Urls.parse("http://10.0.0.1:2379");
    private static final Wishes NONE = new Wishes(Urls.NONE, false, false, false);
    private static final Wishes SEEDED = new Wishes(SEEDS, false, false, false);
    private static final Wishes NO_SERVER = new Wishes(Urls.NONE, true, false, false);
    private static final Wishes NO_SERVER_SEEDED = new Wishes(SEEDS, true, false, false);
    private static final Wishes NEW_CLUSTER = new Wishes(Urls.NONE, false, true, false);

    private static final ClusterState CLUSTER = new ClusterState("cd", OWN.list(), List.of(7L));
    private static final ClusterState TWO = new ClusterState("cd", List.of(SEEDS.list().get(0), OWN.list().get(0)),
            List.of());
    private static final boolean DATA = true;
    private static final boolean NO_DATA = false;

    /** One point of the whole space of inputs. */
    private record Case(Stored stored, Wishes wishes) {

        Identity decide() {
            return Identity.of(stored, wishes);
        }

        boolean hasPhase(Phase phase) {
            return stored.member().filter(member -> member.phase() == phase).isPresent();
        }

        boolean isPlain() {
            return !wishes.newCluster() && !wishes.noServer();
        }
    }

    private static Stored stored(MemberState member, ClusterState cluster, boolean hasData) {
        return new Stored("h1", "/s/h1", Optional.ofNullable(member), Optional.ofNullable(cluster),
                hasData, OWN);
    }

    private static MemberState member(Phase phase) {
        return new MemberState(phase, "8e9e", "token");
    }

    /** Every combination of what can be stored, be there, and be asked for. */
    private static List<Case> all() {
        List<MemberState> members = new ArrayList<>();
        members.add(null);
        for (Phase phase : Phase.values()) {
            members.add(new MemberState(phase, "8e9e", "token"));
            members.add(new MemberState(phase, "", "token"));
        }
        List<ClusterState> clusters = new ArrayList<>();
        clusters.add(null);
        clusters.add(new ClusterState("", List.of(), List.of()));
        clusters.add(new ClusterState("", SEEDS.list(), List.of()));
        clusters.add(new ClusterState("cd", List.of(), List.of()));
        clusters.add(CLUSTER);
        clusters.add(TWO);
        List<Case> cases = new ArrayList<>();
        for (MemberState member : members) {
            for (ClusterState cluster : clusters) {
                for (int bits = 0; bits < 32; bits++) {
                    cases.add(new Case(stored(member, cluster, (bits & 1) != 0),
                            new Wishes((bits & 2) != 0 ? SEEDS : Urls.NONE, (bits & 4) != 0,
                                    (bits & 8) != 0, (bits & 16) != 0)));
                }
            }
        }
        return cases;
    }

    @Test
    public void looksAtEveryCombination() {
        assertEquals(7 * 6 * 32, all().size());
    }

    @Test
    public void neverFoundsWithAStoredIdentityUnlessAskedTo() {
        for (Case each : all()) {
            if (each.decide() instanceof Found found) {
                assertTrue(each.toString(), each.wishes.newCluster()
                        || !each.stored.isIdentity() && !each.stored.hasData());
                assertTrue(each.toString(), each.wishes.seeds().isEmpty());
                assertFalse(each.toString(), each.wishes.noServer());
                assertEquals(each.toString(), each.wishes.newCluster(), found.setsAside());
            }
        }
    }

    @Test
    public void setsDataAsideOnlyWhenAskedTo() {
        for (Case each : all()) {
            Identity identity = each.decide();
            boolean setsAside = identity instanceof Found found && found.setsAside()
                    || identity instanceof Join join && join.setsAside()
                    || identity instanceof ConnectOnly client && client.setsAside();
            assertTrue(each.toString(), !setsAside || each.wishes.newCluster());
            assertTrue(each.toString(),
                    setsAside || !each.wishes.newCluster() || identity instanceof Refuse);
        }
    }

    @Test
    public void startsAMemberOnlyUnderTheStoredIdentityAndWithItsData() {
        for (Case each : all()) {
            if (each.decide() instanceof StartOwn own) {
                assertEquals(each.toString(), each.stored.member(), Optional.of(own.member()));
                assertTrue(each.toString(), each.isPlain());
                assertTrue(each.toString(), each.stored.hasData()
                        || each.hasPhase(Phase.FOUNDING) && each.stored.clusterId().isEmpty());
            }
        }
    }

    @Test
    public void startsEveryMemberThatHasItsData() {
        for (Case each : all()) {
            if (each.isPlain() && each.stored.member().isPresent() && each.stored.hasData()) {
                assertTrue(each.toString(), each.decide() instanceof StartOwn);
            }
        }
    }

    /** It would have forgotten what it voted for. */
    @Test
    public void neverStartsAMemberWithoutItsData() {
        for (Case each : all()) {
            if (each.isPlain() && each.hasPhase(Phase.MEMBER) && !each.stored.hasData()) {
                assertTrue(each.toString(), each.decide() instanceof Refuse || each.decide() instanceof Join);
            }
        }
    }

    /** Only its own cluster can tell whose it is: without it, a person decides. */
    @Test
    public void dataThatNobodyOwnsWaitsForItsClusterOrIsRefused() {
        for (Case each : all()) {
            if (each.isPlain() && each.stored.member().isEmpty() && each.stored.hasData()) {
                String reason = each.decide().reason();
                boolean canAsk = !each.stored.clusterId().isEmpty()
                        && (!each.wishes.seeds().isEmpty() || each.stored.cluster().equals(Optional.of(TWO)));
                assertEquals(each.toString(), canAsk, each.decide() instanceof Join);
                assertTrue(reason, reason.contains("/s/h1") && reason.contains("state.json"));
                assertTrue(reason, canAsk || reason.contains("docs/OPERATING.md") && reason.contains("--new-cluster"));
            }
        }
    }

    @Test
    public void isAClientOnlyWhenAskedToAndWithSomebodyToAsk() {
        for (Case each : all()) {
            if (each.decide() instanceof ConnectOnly) {
                assertTrue(each.toString(), each.wishes.noServer());
                assertTrue(each.toString(), !each.wishes.seeds().isEmpty()
                        || each.stored.hasEndpoints());
            }
            assertTrue(each.toString(), !each.wishes.noServer()
                    || each.decide() instanceof ConnectOnly || each.decide() instanceof Refuse);
        }
    }

    @Test
    public void alwaysSaysWhyAndHowToFixIt() {
        for (Case each : all()) {
            Identity identity = each.decide();
            assertFalse(each.toString(), identity.reason().isBlank());
            if (identity instanceof Refuse) {
                assertTrue(identity.reason(), identity.reason().contains(".\n  "));
                assertTrue(identity.reason(), identity.reason().endsWith("Nothing was changed."));
                assertTrue(identity.reason(), identity.reason().contains("--"));
            }
        }
    }

    @Test
    public void aTemporaryHostDecidesTheSame() {
        for (Case each : all()) {
            Wishes other = new Wishes(each.wishes.seeds(), each.wishes.noServer(),
                    each.wishes.newCluster(), !each.wishes.temporary());
            assertEquals(each.toString(), each.decide().getClass(),
                    Identity.of(each.stored, other).getClass());
        }
    }

    /** Any crash while founding leaves a state from which it goes on. */
    @Test
    public void everyFoundingThatWasCutShortGoesOn() {
        for (Case each : all()) {
            boolean lostAfterItServed = !each.stored.clusterId().isEmpty()
                    && !each.stored.hasData();
            if (each.isPlain() && each.hasPhase(Phase.FOUNDING) && !lostAfterItServed
                    && each.wishes.seeds().isEmpty()) {
                assertTrue(each.toString(), each.decide() instanceof StartOwn);
            }
        }
    }

    @Test
    public void foundsWithNothingStoredAndNothingAsked() {
        assertEquals(new Found(false, "no seeds and no stored identity"),
                Identity.of(stored(null, null, NO_DATA), NONE));
    }

    @Test
    public void foundsAnewWhenAskedTo() {
        assertEquals(new Found(true, "--new-cluster"),
                Identity.of(stored(member(Phase.MEMBER), CLUSTER, DATA), NEW_CLUSTER));
    }

    @Test
    public void saysThatATemporaryHostIsUnprotected() {
        assertEquals("no seeds and no stored identity; --tmp-prefix: protection against forking is"
                + " off",
                Identity.of(stored(null, null, NO_DATA), new Wishes(Urls.NONE, false, false, true))
                .reason());
    }

    @Test
    public void aFormerClientJoinsAndDoesNotFound() {
        assertTrue(Identity.of(stored(null, CLUSTER, NO_DATA), NONE) instanceof Join);
    }

    @Test
    public void seedsDoNotDivertAMember() {
        assertTrue(Identity.of(stored(member(Phase.MEMBER), CLUSTER, DATA),
                SEEDED) instanceof StartOwn);
    }

    @Test
    public void seedsWithoutIdentityJoin() {
        assertEquals(new Join(false, "--seeds http://10.0.0.1:2379"),
                Identity.of(stored(null, null, NO_DATA), SEEDED));
    }

    @Test
    public void namesTheMemberThatLostItsData() {
        String reason = Identity.of(stored(member(Phase.MEMBER), CLUSTER, NO_DATA), NONE).reason();
        assertTrue(reason,
                reason.startsWith("h1 is member 8e9e of cluster cd, but its etcd data is missing"
                        + " below"));
        assertTrue(reason, reason.contains("--new-cluster"));
    }

    /** The others remove the member, and add the host anew; the only voter has nobody to do that. */
    @Test
    public void letsTheOthersReplaceAMemberThatLostItsData() {
        assertTrue(Identity.of(stored(member(Phase.MEMBER), TWO, NO_DATA), NONE) instanceof Join);
        assertTrue(Identity.of(stored(member(Phase.MEMBER), CLUSTER, NO_DATA), SEEDED) instanceof Join);
        assertTrue(Identity.of(stored(member(Phase.MEMBER), CLUSTER, NO_DATA), NONE) instanceof Refuse);
    }

    /** It would wait for itself for ever. */
    @Test
    public void itsOwnAddressesAreNobodyElse() {
        assertEquals(2, CLUSTER.endpoints().size());
        assertTrue(Identity.of(stored(member(Phase.MEMBER), CLUSTER, NO_DATA), NONE).reason()
                .startsWith("h1 is member 8e9e of cluster cd, but its etcd data is missing"));
        String reason = Identity.of(stored(null, CLUSTER, DATA), new Wishes(OWN, false, false, false)).reason();
        assertTrue(reason, reason.contains("it knows no other host of cluster cd"));
    }

    @Test
    public void doesNotSilenceAVoter() {
        String reason = Identity.of(stored(member(Phase.MEMBER), CLUSTER, DATA), NO_SERVER_SEEDED)
                .reason();
        assertTrue(reason,
                reason.startsWith("h1 is member 8e9e of cluster cd, so --no-server would silence"));
    }

    @Test
    public void aClientRemembersItsEndpoints() {
        assertTrue(Identity.of(stored(null, CLUSTER, NO_DATA), NO_SERVER) instanceof ConnectOnly);
        assertTrue(Identity.of(stored(null, null, NO_DATA), NO_SERVER) instanceof Refuse);
    }
}
