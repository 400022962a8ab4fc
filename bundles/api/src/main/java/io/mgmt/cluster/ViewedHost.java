// SPDX-License-Identifier: Apache-2.0
package io.mgmt.cluster;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One host in a {@link ClusterView}: what it says of itself, and what is remembered about it.
 *
 * @param name the host name
 * @param id the host id; empty until known
 * @param leaving how long ago it has withdrawn; empty if it stays. The absence of its volunteer key is no
 *     withdrawal
 * @param server what it says of its own etcd
 * @param nominated the leader's record for it ({@code nominated/<host>})
 * @param started its own record ({@code started/<host>})
 */
public record ViewedHost(String name, String id, Session session, Offer offer, Server server,
        Optional<Duration> leaving, Standing standing, Optional<Binding> nominated, Optional<Binding> started) {

    /** What a host says of its own etcd. */
    public enum Server {
        /** Runs none, or says nothing. */
        NONE,
        /** It serves. */
        SERVING,
        /** It should run and does not serve. */
        SILENT,
        /** Its data is gone or damaged: it has forgotten its vote, and must never be started again. */
        BROKEN
    }

    /**
     * The session of the agent, as observed with a monotonic clock.
     *
     * @param since how long it has been alive, or gone
     * @param again it is alive, and was gone before
     */
    public record Session(boolean alive, Duration since, boolean again) {
        public Session {
            notNegative(since);
        }
    }

    /**
     * What the host offers.
     *
     * @param volunteer it is willing to run an etcd server
     * @param peerUrls where its etcd would be reached by peers
     * @param clientUrls where its etcd would be reached by clients
     * @param etcdVersion of its binary, such as {@code 3.6.16}; empty until known
     */
    public record Offer(boolean volunteer, List<String> peerUrls, List<String> clientUrls, String etcdVersion) {
        public Offer {
            peerUrls = List.copyOf(peerUrls);
            clientUrls = List.copyOf(clientUrls);
            Objects.requireNonNull(etcdVersion, "etcdVersion");
        }
    }

    /**
     * Where the host stands, and how it did before.
     *
     * @param zone failure domain; empty if none was given
     * @param failures how often it failed as a member
     * @param lastSeenMillis epoch; 0 if unknown
     * @param banned why it is not to be chosen at present
     * @param forgotten it ended in order, or {@code mgmt forget} named it: its absence is no outage
     */
    public record Standing(String zone, SortedMap<String, String> labels, int failures, long lastSeenMillis,
            Optional<String> banned, boolean forgotten) {
        public Standing {
            Objects.requireNonNull(zone, "zone");
            labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
            Objects.requireNonNull(banned, "banned");
            if (failures < 0) {
                throw new IllegalArgumentException("failures " + failures + " is negative");
            }
        }
    }

    /**
     * Ties a member to a host id.
     *
     * @param memberId hex as etcdctl prints it
     * @param since how long the record has been seen
     */
    public record Binding(String hostId, String memberId, Duration since) {
        public Binding {
            Objects.requireNonNull(hostId, "hostId");
            Objects.requireNonNull(memberId, "memberId");
            notNegative(since);
        }
    }

    public ViewedHost {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(offer, "offer");
        Objects.requireNonNull(server, "server");
        leaving.ifPresent(ViewedHost::notNegative);
        Objects.requireNonNull(standing, "standing");
        Objects.requireNonNull(nominated, "nominated");
        Objects.requireNonNull(started, "started");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a host needs a name");
        }
    }

    static void notNegative(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("a duration of " + time + " is negative");
        }
    }
}
