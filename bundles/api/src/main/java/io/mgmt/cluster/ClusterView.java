// SPDX-License-Identifier: Apache-2.0
package io.mgmt.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * All that a decision about the cluster's membership depends on: the keys at one revision, the member
 * list, and what the leader has observed. Lists are sorted, so that the same content is the same view.
 *
 * @param hosts every host that is known, gone ones too; sorted by name
 * @param members voters and learners of etcd; sorted by name and id
 * @param call a membership call whose effect does not stand in the member list yet, if there is one
 */
public record ClusterView(Moment moment, Lead lead, List<ViewedHost> hosts, List<ViewedMember> members, Raft raft,
        Optional<Call> call, Wanted wanted) {

    /**
     * When this was.
     *
     * @param revision of the store
     * @param timeMillis epoch
     */
    public record Moment(long revision, long timeMillis) {
    }

    /**
     * Who decides.
     *
     * @param host its name
     * @param lastResort nobody else wanted to lead: it must not wait for another to do what it should not
     *     do itself
     */
    public record Lead(String host, boolean lastResort) {
        public Lead {
            Objects.requireNonNull(host, "host");
        }
    }

    /**
     * Raft at this moment.
     *
     * @param leaderId its leader's member id, hex; empty if there is none
     * @param earlierIndex the leader's index at an earlier reading: a member that has applied it is in step
     */
    public record Raft(String leaderId, long earlierIndex) {
        public Raft {
            Objects.requireNonNull(leaderId, "leaderId");
        }
    }

    /**
     * A membership call under way.
     *
     * @param memberId empty for a host that is to be added
     * @param since how long ago it was written down, or its record was found missing
     */
    public record Call(Kind kind, String host, String memberId, Duration since) {

        /** Which call. */
        public enum Kind {
            /** MemberAdd, as a learner. */
            ADD_LEARNER,
            /** MemberPromote. */
            PROMOTE,
            /** MemberRemove of a learner. */
            DROP_LEARNER,
            /** MemberRemove of a voter. */
            REMOVE,
            /** Any, of any host: the leader's records were deleted by hand, and perhaps that of a call. */
            UNKNOWN
        }

        public Call {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(host, "host");
            Objects.requireNonNull(memberId, "memberId");
            ViewedHost.notNegative(since);
        }
    }

    /**
     * What people asked for.
     *
     * @param voters {@code idealClusterSize} as it is in force, 1 or more
     * @param written that key as it stands; empty if there is none
     * @param upgrade hosts with the next minor version of etcd go first
     */
    public record Wanted(int voters, Optional<String> written, boolean upgrade) {
        public Wanted {
            Objects.requireNonNull(written, "written");
            if (voters < 1) {
                throw new IllegalArgumentException("a cluster of " + voters + " voters cannot be");
            }
        }
    }

    public ClusterView {
        Objects.requireNonNull(moment, "moment");
        Objects.requireNonNull(lead, "lead");
        hosts = sorted(hosts, Comparator.comparing(ViewedHost::name));
        members = sorted(members, Comparator.comparing(ViewedMember::name).thenComparing(ViewedMember::id));
        Objects.requireNonNull(raft, "raft");
        Objects.requireNonNull(call, "call");
        Objects.requireNonNull(wanted, "wanted");
        for (int i = 1; i < hosts.size(); i++) {
            if (hosts.get(i - 1).name().equals(hosts.get(i).name())) {
                throw new IllegalArgumentException("two hosts in a view are named " + hosts.get(i).name());
            }
        }
    }

    /** The host of that name, if it is known. */
    public Optional<ViewedHost> host(String name) {
        return hosts.stream().filter(host -> host.name().equals(name)).findFirst();
    }

    private static <T> List<T> sorted(List<T> list, Comparator<T> order) {
        List<T> copy = new ArrayList<>(list);
        copy.sort(order);
        return List.copyOf(copy);
    }
}
