// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Sizing;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sizing policies that are installed; the best that answers decides. */
final class SizingPolicies {

    private static final Logger LOG = LoggerFactory.getLogger(SizingPolicies.class);

    private final String host;
    private final int mostVoters;
    private List<ClusterSizingPolicy> ranked = List.of();

    SizingPolicies(String host, int mostVoters) {
        this.host = host;
        this.mostVoters = mostVoters;
    }

    /** The best ranked first. */
    void set(List<ClusterSizingPolicy> now) {
        ranked = List.copyOf(now);
    }

    /** As they are now, for another thread. */
    SizingPolicies snapshot() {
        SizingPolicies copy = new SizingPolicies(host, mostVoters);
        copy.set(ranked);
        return copy;
    }

    /** Empty if there is none, or none that gives an answer. */
    Optional<Sizing> size(ClusterView view) {
        for (ClusterSizingPolicy policy : ranked) {
            try {
                Sizing sizing = policy.size(view);
                if (sizing != null && sizing.voters() <= mostVoters) {
                    return Optional.of(sizing);
                }
                LOG.warn("{} passes over a sizing policy: policy={} reason=\"it asks for {}\"", host,
                        policy.getClass().getName(), sizing);
            } catch (RuntimeException | LinkageError e) {
                // Somebody else's code: whatever it throws, the next one is asked.
                LOG.warn("{} passes over a sizing policy: policy={} reason=\"it failed\"", host,
                        policy.getClass().getName(), e);
            }
        }
        return Optional.empty();
    }
}
