// SPDX-License-Identifier: Apache-2.0
package io.mgmt.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * One member of etcd in a {@link ClusterView}: its line in the member list, and what it answered.
 *
 * @param id hex as etcdctl prints it
 * @param name empty until it was started
 * @param learner false for a voter
 */
public record ViewedMember(String id, String name, List<String> peerUrls, List<String> clientUrls, boolean learner,
        Reading reading) {

    /**
     * What the member's status says, and how long it has said so, by a monotonic clock.
     *
     * @param answers it answered the last call
     * @param since how long it has answered, or been silent (counted from its last answer)
     * @param index applied raft index at its last answer; 0 if it never answered
     * @param stuck how long that index has not moved
     * @param version of the running etcd, such as {@code 3.6.16}; empty until known
     */
    public record Reading(boolean answers, Duration since, long index, Duration stuck, String version) {
        public Reading {
            ViewedHost.notNegative(since);
            ViewedHost.notNegative(stuck);
            Objects.requireNonNull(version, "version");
        }
    }

    public ViewedMember {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        peerUrls = List.copyOf(peerUrls);
        clientUrls = List.copyOf(clientUrls);
        Objects.requireNonNull(reading, "reading");
        if (id.isEmpty()) {
            throw new IllegalArgumentException("a member needs an id");
        }
    }

    /** True once it has run: etcd knows its name from itself alone. */
    public boolean started() {
        return !name.isEmpty();
    }
}
