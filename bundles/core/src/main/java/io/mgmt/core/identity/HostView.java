// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.identity;

import io.mgmt.agent.Urls;
import io.mgmt.cluster.ClusterState;
import io.mgmt.cluster.MemberState;
import io.mgmt.store.KeyValue;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All that one host knows about itself when it looks for its next step.
 *
 * @param host its name
 * @param runsServer false with {@code --no-server}
 * @param memory what its state directory holds
 * @param seen what it sees of etcd and the cluster
 * @param session what it holds in the cluster
 */
public record HostView(String host, boolean runsServer, Memory memory, Seen seen, Session session) {

    /**
     * The state files as last read or written.
     *
     * @param cluster with an empty id if none is known
     */
    public record Memory(Optional<MemberState> member, ClusterState cluster) {
        public Memory {
            Objects.requireNonNull(member, "member");
            Objects.requireNonNull(cluster, "cluster");
        }
    }

    /**
     * What answers.
     *
     * @param serves the etcd of this host serves
     * @param clusterId of the store that answers; empty while none does
     * @param roll the member list, once it was read from that store
     * @param keys those of {@link OwnKeys#names} that exist, once they were read
     * @param holder another living host that holds the key of this one
     */
    public record Seen(boolean serves, String clusterId, Optional<Roll> roll,
            Optional<Map<String, KeyValue>> keys, Optional<Holder> holder) {
        public Seen {
            Objects.requireNonNull(clusterId, "clusterId");
            keys = keys.map(Map::copyOf);
        }
    }

    /**
     * What the members say.
     *
     * @param memberId of the etcd of this host, hex; empty if it runs none
     * @param memberName of the same
     * @param learner it has no vote yet
     * @param voters how many members vote
     * @param endpoints client URLs of the voters, sorted
     * @param strangers seeds that belong to another cluster: each with its cluster id, in words
     */
    public record Roll(String memberId, String memberName, boolean learner, int voters,
            Urls endpoints, Optional<String> strangers) {
        public Roll {
            Objects.requireNonNull(memberId, "memberId");
            Objects.requireNonNull(memberName, "memberName");
            Objects.requireNonNull(endpoints, "endpoints");
            Objects.requireNonNull(strangers, "strangers");
        }
    }

    /**
     * Another host of the same name.
     *
     * @param words its host id and URLs, for people
     * @param since how long it has been seen
     */
    public record Holder(String words, Duration since) {
        public Holder {
            Objects.requireNonNull(words, "words");
            Objects.requireNonNull(since, "since");
        }
    }

    /**
     * What this host holds in the cluster.
     *
     * @param length of the host session
     * @param lease of the session, if it has one
     * @param endedOld the leases of earlier processes are revoked for sure
     * @param wanted its keys as they should stand; present if there is a lease
     * @param sinceWrite since its last write
     * @param urgent somebody waits for a write, so that it comes at once
     */
    public record Session(Duration length, OptionalLong lease, boolean endedOld,
            Optional<OwnKeys> wanted, Duration sinceWrite, boolean urgent) {
        public Session {
            Objects.requireNonNull(length, "length");
            Objects.requireNonNull(lease, "lease");
            Objects.requireNonNull(wanted, "wanted");
            Objects.requireNonNull(sinceWrite, "sinceWrite");
        }
    }

    public HostView {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(memory, "memory");
        Objects.requireNonNull(seen, "seen");
        Objects.requireNonNull(session, "session");
    }
}
