// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import static org.junit.Assert.assertEquals;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.ClusterView.Lead;
import io.mgmt.core.membership.SizeInForce;
import io.mgmt.core.membership.Step;
import io.mgmt.store.KeyValue;
import io.mgmt.store.Txn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.Test;

/** What the leader remembers of a host that failed, and for how long. */
public final class ForgivenFailuresTest {

    private static final String MEMORY = "/_mgmt/memory/h2";
    private static final long FAILED_AT = 1_000_000_000_000L;

    private String memory = "{\"zone\":\"\",\"failures\":5,\"failedMillis\":" + FAILED_AT
            + ",\"left\":false,\"lastSeenMillis\":0}";
    private ClusterView view;

    /** What is written to the memory of h2 when the leader decides that step so long after the failure. */
    private Optional<String> written(Duration after, Step step) {
        TreeMap<String, KeyValue> keys = new TreeMap<>();
        keys.put("/_mgmt/hosts/h2", new KeyValue("/_mgmt/hosts/h2", "{\"hostId\":\"2\"}", 1, 1, 7));
        keys.put(MEMORY, new KeyValue(MEMORY, memory, 1, 1, 0));
        Gathered look = new Gathered(9, keys, List.of(), Map.of());
        Sightings sightings = new Sightings();
        sightings.see(look, Duration.ZERO);
        view = new Views(look, sightings, FAILED_AT + after.toMillis()).view(new Lead("h1", false), 3);
        Txn txn = new Decree(look, view, step, new SizeInForce(3, false, ""), Optional.of(8L))
                .txn(new Txn.Absent("/none"), Optional.empty());
        return txn.writes().stream().filter(write -> write.key().equals(MEMORY))
                .map(write -> ((Txn.Put) write).value()).findFirst();
    }

    private int failures() {
        return view.host("h2").orElseThrow().standing().failures();
    }

    @Test
    public void aDayHalvesThemAndNothingIsWrittenForThat() {
        for (int day = 0; day < 4; day++) {
            assertEquals(Optional.empty(), written(Duration.ofDays(day), new Step.Hold("at rest")));
            assertEquals(5 >> day, failures());
        }
    }

    @Test
    public void theNextOneIsCountedOnTopOfWhatIsLeft() {
        Duration twoDays = Duration.ofDays(2);
        assertEquals(Optional.of("{\"zone\":\"\",\"failures\":2,\"failedMillis\":"
                + (FAILED_AT + twoDays.toMillis()) + ",\"left\":false,\"lastSeenMillis\":0}"),
                written(twoDays, new Step.DropLearner("h2", "8e", true, "it was not started")));
    }

    @Test
    public void aHostThatNeverFailedHasNone() {
        memory = "{\"zone\":\"\",\"failures\":0,\"left\":false,\"lastSeenMillis\":0}";
        written(Duration.ofDays(9), new Step.Hold("at rest"));
        assertEquals(0, failures());
    }
}
