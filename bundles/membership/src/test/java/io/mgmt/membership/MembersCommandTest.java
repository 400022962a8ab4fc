// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;

public class MembersCommandTest {

    private static Asked members(Picture picture, String... arguments) throws InterruptedException {
        return Asked.of(new MembersCommand(Asked.inquiry(picture.now())), arguments);
    }

    private static void assertSays(String text, String said) {
        assertTrue(said, said.contains(text));
    }

    @Test
    public void showsMembersAndSparesInATable() throws Exception {
        Asked asked = members(new Picture().voters("h1", "h2", "h3").spares("h4").client("c1"));
        assertEquals("""
                3 voters, quorum 2, tolerates 1 failure; wanted 3; h1 decides; h1 leads raft
                HOST  ROLE    HEALTH   FOR    LEADS          MEMBER  ETCD    PEER URLS       CLIENT URLS
                h1    voter   healthy  5 min  decides, raft  m-h1    3.6.16  http://h1:2380  http://h1:2379
                h2    voter   healthy  5 min  -              m-h2    3.6.16  http://h2:2380  http://h2:2379
                h3    voter   healthy  5 min  -              m-h3    3.6.16  http://h3:2380  http://h3:2379
                h4    spare   present  30 s   -              -       3.6.16  http://h4:2380  http://h4:2379
                c1    client  present  30 s   -              -       3.6.16  http://c1:2380  http://c1:2379
                """, asked.out());
        assertEquals(0, asked.exit());
    }

    @Test
    public void fitsIntoTheStatusWhenAskedToBeBrief() throws Exception {
        assertEquals("""
                1 voter, quorum 1, tolerates no failure; wanted 1; h1 decides; h1 leads raft
                HOST  ROLE   HEALTH   FOR    ETCD    CLIENT URLS
                h1    voter  healthy  5 min  3.6.16  http://h1:2379
                """, members(new Picture().voters("h1").wanted(1), "--brief").out());
    }

    @Test
    public void saysLoudlyThatNoFailureIsTolerated() throws Exception {
        Asked asked = members(new Picture().voters("h1", "h2").dead("h3"));
        assertSays("! NO FAILURE IS TOLERATED: 2 of 3 voters answer, and the quorum is 2.", asked.out());
        assertSays("! h3 is dead: ", asked.out());
    }

    @Test
    public void saysWhatAWrongSizeIsAndWhatASizeWaitsFor() throws Exception {
        assertSays("! idealClusterSize \"abc\" is no number\n", members(new Picture().voters("h1", "h2", "h3")
                .wrongSize("abc", "idealClusterSize \"abc\" is no number")).out());
        assertSays("! The size 5 is not reached: 3 of 5 voters, and there is no spare.\n",
                members(new Picture().voters("h1", "h2", "h3").wanted(5)).out());
    }

    @Test
    public void showsMembersAddedByHandAndHowToClearALearner() throws Exception {
        Asked asked = members(new Picture().voters("h1", "h2", "h3").byHand("x", true));
        assertSays("x     learner (by hand)  healthy", asked.out());
        assertSays("! x is a learner (m-x): it was added by hand: it is left alone. Clear it with:"
                + " mgmt etcdctl member remove m-x.", asked.out());
    }

    @Test
    public void saysThatNobodyDecidesAndThatAnEtcdIsManagedByOthers() throws Exception {
        assertSays("! No host decides at the moment", members(new Picture().voters("h1", "h2", "h3").led("")).out());
        assertSays("! This etcd is managed by others", members(new Picture().led("").byHand("a", false)
                .client("c1")).out());
    }

    @Test
    public void aHostThatLooksOnlyWhenAskedSaysWhatItCannotKnow() throws Exception {
        assertSays("h1 runs no voter and looks only when it is asked",
                members(new Picture().voters("h1", "h2", "h3").seenByASpare()).out());
        assertFalse(members(new Picture().voters("h1", "h2", "h3")).out().contains("only when it is asked"));
    }

    /** Without a quorum nothing can be read; who answers can be tried all the same. */
    @Test
    public void withoutAQuorumItNamesTheMissingHosts() throws Exception {
        Seen seen = new Seen.Before(new Picture().voters("h1", "h2", "h3").outlook(), "no endpoint answers");
        Asked asked = Asked.of(new MembersCommand(Asked.inquiry(Set.of("http://h1:2379"), seen)));
        assertEquals(2, asked.exit());
        assertSays("! NO QUORUM: nothing can be written. Of 3 voters 1 answers, and 2 must; missing:"
                + " h2 (http://h2:2379), h3 (http://h3:2379). Start mgmt run there again.", asked.out());
        assertSays("As it was 5 s ago; only who answers was tried now:\n", asked.out());
        assertSays("3 voters (1 of them answers), quorum 2, tolerates nothing: 1 too few; wanted 3\n", asked.out());
        assertSays("h2    voter  silent   0 s", asked.out());
        assertFalse("who leads is not known", asked.out().contains("decides"));
    }

    /** What was seen may be old: members that came since then are known by their endpoints at best. */
    @Test
    public void withoutAQuorumItNamesSilentEndpointsToo() throws Exception {
        Seen seen = new Seen.Before(new Picture().voters("h1").wanted(1).outlook(), "nobody answers");
        Asked asked = Asked.of(new MembersCommand(Asked.inquiry(Set.of("http://h1:2379"), seen)));
        assertSays("! The store does not answer: nobody answers (silent: http://h2:2379). Of 1 voter 1 answers",
                asked.out());
    }

    @Test
    public void aClusterNeverSeenIsAnErrorThatNamesTheEndpoints() throws Exception {
        Asked asked = Asked.of(new MembersCommand(Asked.inquiry(Set.of("http://h2:2379"), new Seen.Never("silence"))));
        assertEquals(2, asked.exit());
        assertEquals("", asked.out());
        assertSays("! The store does not answer: silence. Of what is known of the cluster, http://h1:2379 does not"
                + " answer, http://h2:2379 answers.", asked.err());
    }

    @Test
    public void printsAllOfItAsJson() throws Exception {
        Map<String, Object> json = members(new Picture().voters("h1", "h2").dead("h3").spares("h4"), "--json").json();
        assertEquals(List.of(3, 2, 2, 0), List.of(json.get("voters"), json.get("live"), json.get("quorum"),
                json.get("tolerance")));
        assertEquals("h1", json.get("leader"));
        assertEquals(Map.of("wanted", 3, "inForce", 3, "written", "3"), json.get("size"));
        assertEquals(2, ((List<?>) json.get("problems")).size());
        List<?> hosts = (List<?>) json.get("hosts");
        assertEquals(4, hosts.size());
        Map<?, ?> dead = (Map<?, ?>) hosts.get(2);
        assertEquals(List.of("h3", "voter", "dead", 7000, "m-h3"), List.of(dead.get("host"), dead.get("role"),
                dead.get("health"), dead.get("sinceMillis"), dead.get("memberId")));
        assertEquals("spare", ((Map<?, ?>) hosts.get(3)).get("role"));
    }

    @Test
    public void jsonSaysThatNothingAnswersToo() throws Exception {
        Map<String, Object> json = Asked.of(new MembersCommand(Asked.inquiry(new Seen.Never("silence"))), "--json")
                .json();
        assertEquals(false, json.get("answers"));
        assertSays("The store does not answer", json.get("problems").toString());
    }

    @Test
    public void listsNoMoreThanAPersonReads() throws Exception {
        Picture picture = new Picture().voters("h1", "h2", "h3");
        for (int i = 100; i < 180; i++) {
            picture.spares("s" + i);
        }
        Asked asked = members(picture);
        assertSays("and 30 more that are no members; see --json", asked.out());
        assertEquals(1 + 1 + 3 + 50 + 1, asked.out().lines().count());
    }
}
