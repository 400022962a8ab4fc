// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.ClusterView.Lead;
import io.mgmt.cluster.Placement;
import io.mgmt.core.membership.Delays;
import io.mgmt.core.membership.SizeInForce;
import io.mgmt.core.membership.Step;
import io.mgmt.etcd.Members.Member;
import io.mgmt.etcd.Members.Status;
import io.mgmt.store.KeyValue;
import io.mgmt.store.Txn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.Before;
import org.junit.Test;

/** What the leader writes, put into the keys, until the next look. */
public final class DecreeTest {

    private static final Placement BY_NAME = new Placement(List.of(), List.of());

    private static final String H2 = "{\"hostId\":\"2\",\"etcd\":\"none\"}";
    private static final Member FOUNDER = new Member("a1", "h1", List.of("http://h1:2380"), List.of("http://h1:2379"),
            false);
    private static final Member LEARNER = new Member("b2", "", List.of("http://h2:2380"), List.of(), true);

    private final TreeMap<String, KeyValue> keys = new TreeMap<>();
    private final Sightings sightings = new Sightings();
    private final List<Member> members = new ArrayList<>(List.of(FOUNDER));
    private Duration now = Duration.ZERO;

    @Before
    public void allAreHere() {
        put("/_mgmt/hosts/h1", "{\"hostId\":\"1\",\"etcd\":\"serving\",\"peerUrls\":[\"http://h1:2380\"]}", 6);
        put("/_mgmt/nominated/h1", "{\"hostId\":\"1\",\"memberId\":\"a1\"}", 0);
        put("/_mgmt/started/h1", "{\"hostId\":\"1\",\"memberId\":\"a1\"}", 0);
        put("/_mgmt/hosts/h2", H2, 7);
        // One of two would be an outage.
        put("/_mgmt/hosts/h3", "{\"hostId\":\"3\"}", 8);
        put("/_mgmt/volunteers/h2", "http://h2:2380", 7);
        put("/_mgmt/accepted/idealClusterSize", "3", 0);
    }

    private void put(String key, String value, long lease) {
        keys.put(key, new KeyValue(key, value, 1, 1, lease));
    }

    private Gathered look() {
        return new Gathered(9, keys, members, Map.of("a1", new Status("a1", "c", "3.7.2", "a1", 2, 50, 50, 0, false)));
    }

    private ClusterView view() {
        now = now.plusSeconds(1);
        sightings.see(look(), now);
        return new Views(look(), sightings, 1_000_000_000_000L).view(new Lead("h1", false), 3);
    }

    /** Writes it, if etcd would. */
    private void write(Step step) {
        Txn txn = new Decree(look(), view(), step, new SizeInForce(3, false, ""), Optional.empty())
                .txn(new Txn.Absent("/none"), Optional.empty());
        TreeSet<String> once = new TreeSet<>();
        for (Txn.Write write : txn.writes()) {
            assertTrue("twice: " + write.key(), once.add(write.key()));
            keys.remove(write.key());
            if (write instanceof Txn.Put put) {
                put(put.key(), put.value(), put.leaseId());
            }
        }
    }

    @Test
    public void aLearnerWhoseHostWentBeforeItWasNominatedIsStillItsOwn() {
        write(new Step.AddLearner("h2", "for the test"));
        members.add(LEARNER);
        keys.remove("/_mgmt/hosts/h2");
        keys.remove("/_mgmt/volunteers/h2");
        for (int i = 0; i < 2; i++) {
            Step step = Step.next(view(), 3, BY_NAME, Delays.DEFAULTS);
            assertEquals(step.toString(), "b2", step.memberId());
            assertTrue(step.toString(), step instanceof Step.DropLearner drop && !drop.failed());
            write(step);
        }
        members.remove(LEARNER);
        write(new Step.Hold("for the test"));
        assertFalse(keys.get("/_mgmt/memory/h2").value(), keys.get("/_mgmt/memory/h2").value().contains("peerUrls"));
        members.add(LEARNER);
        assertTrue("added by hand now", Step.next(view(), 3, BY_NAME, Delays.DEFAULTS) instanceof Step.Hold);
    }

    @Test
    public void aGoneHostDoesNotTakeTheLearnerOfAnotherAtItsUrl() {
        put("/_mgmt/memory/h0", "{\"peerUrls\":[\"http://h2:2380\"]}", 0);
        members.add(LEARNER);
        Step step = Step.next(view(), 3, BY_NAME, Delays.DEFAULTS);
        assertTrue(step.toString(), step instanceof Step.Nominate && step.host().equals("h2"));
    }

    @Test
    public void aHostThatIsNoLongerBeingAddedNeedNotBeKnownByItsUrl() {
        write(new Step.Hold("for the test"));
        assertFalse(keys.get("/_mgmt/memory/h2").value().contains("peerUrls"));
        members.add(LEARNER);
        write(new Step.Nominate("h2", "b2", "for the test"));
        assertTrue(keys.get("/_mgmt/memory/h2").value().contains("peerUrls"));
        write(new Step.Hold("for the test"));
        assertFalse(keys.get("/_mgmt/memory/h2").value().contains("peerUrls"));
    }

    @Test
    public void aStaleNominationIsReplacedByOneWriteOnly() {
        members.add(LEARNER);
        put("/_mgmt/nominated/h2", "{\"hostId\":\"2\",\"memberId\":\"old\"}", 0);
        write(new Step.Nominate("h2", "b2", "for the test"));
        assertTrue(keys.get("/_mgmt/nominated/h2").value().contains("b2"));
        put("/_mgmt/nominated/h2", "{\"hostId\":\"2\",\"memberId\":\"old\"}", 0);
        members.set(1, new Member("b2", "h2", LEARNER.peerUrls(), List.of("http://h2:2379"), true));
        write(new Step.Promote("h2", "b2", "for the test"));
        assertTrue(keys.get("/_mgmt/nominated/h2").value().contains("b2"));
        assertTrue(keys.get("/_mgmt/started/h2").value().contains("b2"));
    }

    /** Who has looked for longer would take it for over while the new leader still tries (seed 330902). */
    @Test
    public void aCallThatAnotherLeaderBeganIsNotedAnew() {
        Step add = new Step.AddLearner("h2", "for the test");
        String first = noted(add, "/_mgmt/leader/1");
        put("/_mgmt/op", first, 0);
        assertEquals("", noted(add, "/_mgmt/leader/1"));
        assertFalse(noted(add, "/_mgmt/leader/2").isEmpty());
    }

    private String noted(Step step, String lead) {
        return new Decree(look(), view(), step, new SizeInForce(3, false, ""), Optional.empty())
                .txn(new Txn.Present(lead), Optional.empty()).writes().stream()
                .filter(write -> write.key().equals("/_mgmt/op")).map(write -> ((Txn.Put) write).value()).findFirst()
                .orElse("");
    }
}
