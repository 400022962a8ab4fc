// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.cluster.MemberState;
import io.mgmt.etcd.Members.Member;
import io.mgmt.etcd.ServerStatus;
import io.mgmt.etcd.StartPlan;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * All that a host knows when it looks for its duty.
 *
 * @param name the host name
 * @param hostId the host id
 * @param leaving it has withdrawn
 * @param base how its etcd is started, but for the start list
 */
public record DutyView(String name, String hostId, boolean leaving, Cluster cluster, Own own, StartPlan base) {

    /**
     * A host's nomination or record of a start.
     *
     * @param memberId hex as etcdctl prints it
     */
    public record Claim(String hostId, String memberId) {
        public Claim {
            Objects.requireNonNull(hostId, "hostId");
            Objects.requireNonNull(memberId, "memberId");
        }
    }

    /**
     * What the cluster says.
     *
     * @param members the member list, read linearizably from a member of the stored cluster; empty while none
     *     answers
     * @param nominated {@code nominated/<host>}
     * @param started {@code started/<host>}
     * @param everyVoterLeaves no voter is to stay
     */
    public record Cluster(Optional<List<Member>> members, Optional<Claim> nominated, Optional<Claim> started,
            boolean everyVoterLeaves) {
        public Cluster {
            members = members.map(List::copyOf);
            Objects.requireNonNull(nominated, "nominated");
            Objects.requireNonNull(started, "started");
        }
    }

    /**
     * What the host has.
     *
     * @param member {@code state.json}
     * @param hasData a WAL segment exists
     */
    public record Own(Optional<MemberState> member, boolean hasData, ServerStatus server) {
        public Own {
            Objects.requireNonNull(member, "member");
            Objects.requireNonNull(server, "server");
        }
    }

    public DutyView {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(hostId, "hostId");
        Objects.requireNonNull(cluster, "cluster");
        Objects.requireNonNull(own, "own");
        Objects.requireNonNull(base, "base");
    }
}
