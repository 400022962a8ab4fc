// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

import io.mgmt.graph.ResourceSpec;
import java.util.Objects;

/**
 * An exported resource that this host collects.
 *
 * @param host who exports it
 * @param spec as it is to be applied here
 */
public record Offer(String host, ResourceSpec spec) {

    public Offer {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(spec, "spec");
    }
}
