// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Sizing;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sizing policies that there are, the best ranked first.
 *
 * @param host this host, for the log
 * @param most a policy that asks for more is passed over
 */
record Sizings(String host, int most, List<ClusterSizingPolicy> policies) {

    private static final Logger LOG = LoggerFactory.getLogger(Sizings.class);

    Sizings {
        policies = List.copyOf(policies);
    }

    /** The answer of the first policy that gives one; empty if none does. */
    Optional<Sizing> of(ClusterView view) {
        for (ClusterSizingPolicy policy : policies) {
            try {
                Sizing sizing = policy.size(view);
                if (sizing != null && sizing.voters() <= most) {
                    return Optional.of(sizing);
                }
                LOG.warn("{} passes over a sizing policy: policy={} reason=\"it asks for {}\"", host,
                        policy.getClass().getName(), sizing);
            } catch (RuntimeException e) {
                // Somebody else's code: whatever it throws, the next one is asked.
                LOG.warn("{} passes over a sizing policy: policy={} reason=\"it failed\"", host,
                        policy.getClass().getName(), e);
            }
        }
        return Optional.empty();
    }
}
