// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The members of the etcd cluster, registered only while it can be asked.
 *
 * <p>A call that changes them fails with a {@link RefusedException} if etcd said no, and with a
 * {@link io.mgmt.store.StoreException} if it did not answer: then its effect is unknown, and is never
 * to be assumed either way. None is made a second time by the provider. They have a deadline of their
 * own (a setting, 3 s by default).
 */
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
     * @param raftIndex what it has committed, as far as it knows
     * @param appliedIndex what it has applied of that
     */
    record Status(String memberId, String clusterId, String version, String leaderId, long raftTerm,
            long raftIndex, long appliedIndex, long databaseBytes, boolean learner) {
    }

    /** All members, sorted by name and id. Fails with a {@link io.mgmt.store.StoreException}. */
    CompletableFuture<List<Member>> list();

    /** The state of the member behind one client URL. */
    CompletableFuture<Status> status(String clientUrl);

    /** Adds a member without a vote; it has no name until it is started. */
    CompletableFuture<Member> addLearner(List<String> peerUrls);

    /** Gives a learner its vote; etcd refuses while it is behind. */
    CompletableFuture<Void> promote(String memberId);

    /**
     * Removes a learner or a voter; its process ends by itself when it hears of it. If it was the one that
     * was asked, it may end before it has answered: then this fails with an unknown effect.
     */
    CompletableFuture<Void> remove(String memberId);

    /**
     * Makes another voter raft's leader; nothing is sent to a URL of another cluster.
     *
     * @param leaderClientUrl of the present one: no other member takes this call
     */
    CompletableFuture<Void> moveLeader(String leaderClientUrl, String toMemberId);

    /** Tells the members where one of them is reached from now on. */
    CompletableFuture<Void> updatePeerUrls(String memberId, List<String> peerUrls);
}
