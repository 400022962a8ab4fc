// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Agent;
import io.mgmt.agent.Timers;
import io.mgmt.cluster.Host;
import io.mgmt.cluster.HostState;
import io.mgmt.etcd.EtcdConnector;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Everything that the loop reaches the world through, besides the etcd of {@link Prepared} and the
 * services that come and go.
 *
 * @param policyThreads runs questions to policies; some may never come back
 * @param agent empty in a framework that is not ours
 */
record Ports(Host host, HostState state, EtcdConnector connector, Timers timers, Executor policyThreads,
        NewClusterWish newCluster, Optional<Agent> agent) {
}
