// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.cluster.ClusterState;
import io.mgmt.cluster.MemberState;
import io.mgmt.testkit.FakeEtcdPlace;
import io.mgmt.testkit.FakeStore;
import io.mgmt.testkit.ManualTimers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What outlives an agent: its machine with disk, clock and etcd, and the stores of all clusters.
 */
final class World {

    static final Duration STARTS_IN = Duration.ofMillis(300);

    final ManualTimers clock = new ManualTimers();
    final FakeEtcdPlace place = new FakeEtcdPlace(clock, STARTS_IN);
    final UUID hostId = UUID.fromString("11111111-2222-3333-4444-555555555555");
    private final Map<String, FakeStore> stores = new HashMap<>();

    Optional<MemberState> member = Optional.empty();
    Optional<ClusterState> cluster = Optional.empty();
    boolean isTemporary;

    /** The store of a cluster, with what was ever written to it. */
    FakeStore store(String clusterId) {
        return stores.computeIfAbsent(clusterId, id -> new FakeStore(() -> clock.now().toNanos()));
    }

    /** The store of the etcd on this machine. */
    FakeStore store() {
        return store(place.clusterId());
    }

    /** A new process of the agent, not yet started. */
    Life life(TestConfig config) {
        return new Life(this, config);
    }

    Life life() {
        return life(new TestConfig());
    }

    void pass(Duration time) {
        clock.advance(time);
    }

    void passMillis(long millis) {
        clock.advance(Duration.ofMillis(millis));
    }
}
