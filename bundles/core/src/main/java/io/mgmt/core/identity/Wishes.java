// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.identity;

import io.mgmt.agent.Urls;
import java.util.Objects;

/**
 * What the person asked for.
 *
 * @param seeds client URLs of a running cluster; may be none
 * @param noServer run no etcd here
 * @param newCluster leave the stored identity behind
 * @param temporary the state goes away with the agent, so that a fork cannot be told
 */
public record Wishes(Urls seeds, boolean noServer, boolean newCluster, boolean temporary) {

    public Wishes {
        Objects.requireNonNull(seeds, "seeds");
    }
}
