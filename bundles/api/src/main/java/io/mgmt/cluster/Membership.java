// SPDX-License-Identifier: Apache-2.0
package io.mgmt.cluster;

import org.osgi.annotation.versioning.ProviderType;

/** This host's part in the cluster, for those who report on it. */
@ProviderType
public interface Membership {

    /** The state now; cheap enough to be asked every second. */
    ClusterReport report();
}
