// SPDX-License-Identifier: Apache-2.0
package io.mgmt.cluster;

import java.util.Objects;

/**
 * Which member the etcd data of this host belongs to.
 *
 * @param phase how far it has come
 * @param memberId hex as etcdctl prints it; empty until known
 * @param token etcd's initial cluster token
 */
public record MemberState(Phase phase, String memberId, String token) {

    /** How far a member has come. */
    public enum Phase {
        /** Spawned, or about to be, as the first member of a new cluster. */
        FOUNDING,
        /** Spawned, or about to be, as a further member of a running cluster. */
        JOINING,
        /** Has served. */
        MEMBER
    }

    public MemberState {
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(memberId, "memberId");
        Objects.requireNonNull(token, "token");
    }
}
