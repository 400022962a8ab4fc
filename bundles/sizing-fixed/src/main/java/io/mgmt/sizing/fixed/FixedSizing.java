// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.fixed;

import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Sizing;
import org.osgi.service.component.annotations.Component;

/** As many voters as an operator wants; the fall-back of every other policy, hence ranked below them. */
@Component(property = "service.ranking:Integer=-1000")
public final class FixedSizing implements ClusterSizingPolicy {

    @Override
    public Sizing size(ClusterView view) {
        int voters = view.wanted().voters();
        return new Sizing(voters, "idealClusterSize is " + voters);
    }
}
