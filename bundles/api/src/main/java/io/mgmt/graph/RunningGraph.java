// SPDX-License-Identifier: Apache-2.0
package io.mgmt.graph;

import org.osgi.annotation.versioning.ProviderType;

/** The graph that this host runs, for those who report on it. */
@ProviderType
public interface RunningGraph {

    /** The state now; cheap enough to be asked every second. */
    GraphReport report();
}
