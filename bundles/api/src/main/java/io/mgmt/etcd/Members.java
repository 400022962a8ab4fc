// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/** The members of the etcd cluster, registered only while it can be asked. */
@ProviderType
public interface Members {

    /** One member; ids are hex as etcdctl prints them; the name is empty until it was started. */
    record Member(String id, String name, List<String> peerUrls, List<String> clientUrls, boolean learner) {
        public Member {
            peerUrls = List.copyOf(peerUrls);
            clientUrls = List.copyOf(clientUrls);
        }
    }

    /**
     * What one member says about itself.
     *
     * @param leaderId raft's leader, hex; {@code 0} if there is none
     */
    record Status(String memberId, String clusterId, String version, String leaderId, long raftTerm,
            long raftIndex, long databaseBytes, boolean learner) {
    }

    /** All members, sorted by name and id. Fails with a {@link io.mgmt.store.StoreException}. */
    CompletableFuture<List<Member>> list();

    /** The state of the member behind one client URL. */
    CompletableFuture<Status> status(String clientUrl);
}
