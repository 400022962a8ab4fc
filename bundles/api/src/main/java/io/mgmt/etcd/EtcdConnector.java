// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd;

import java.net.URI;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Where the client of etcd finds its cluster. While any endpoint answers, {@link io.mgmt.store.Store}
 * and {@link Members} are registered.
 */
@ProviderType
public interface EtcdConnector {

    /**
     * Replaces the endpoints, at run time and without closing what goes on.
     *
     * @param endpoints client URLs; empty: disconnect
     * @param clusterId the only cluster to talk to, hex; empty: whichever answers first. An endpoint of
     *     another cluster is dropped with an ERROR
     */
    void connect(List<URI> endpoints, String clusterId);
}
