// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Health;
import io.mgmt.cluster.Placement;
import io.mgmt.cluster.ViewedHost;
import io.mgmt.cluster.ViewedMember;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One member or host of a view, for people: who it is and what it is at present.
 *
 * @param name of the host; of a member added by hand its own name, or its id while it has none
 * @param member empty for a host that is none
 * @param host empty for a member that was added by hand
 * @param broken its data is gone: it must be removed and added anew
 * @param leadsRaft it is raft's leader
 */
public record Roster(String name, Role role, Optional<ViewedMember> member, Optional<ViewedHost> host,
        boolean broken, boolean leadsRaft) {

    /** What somebody is. */
    public enum Role {
        /** A member with a vote. */
        VOTER,
        /** A member without a vote. */
        LEARNER,
        /** A volunteer that may be chosen. */
        SPARE,
        /** A volunteer that cannot be chosen at present. */
        BARRED,
        /** Has withdrawn, and is no member. */
        LEAVING,
        /** Is here and does not volunteer. */
        CLIENT,
        /** Is known, and its session is over. */
        GONE
    }

    public Roster {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(member, "member");
        Objects.requireNonNull(host, "host");
    }

    /** Voters first, then learners, then each other role; within a role by name. */
    public static List<Roster> of(ClusterView view, int voters, Placement placement, Delays delays) {
        Survey survey = new Survey(view, voters, placement, delays);
        List<Roster> all = new ArrayList<>();
        for (Seat seat : survey.seats.all()) {
            all.add(new Roster(seat.name(), seat.isVoter() ? Role.VOTER : Role.LEARNER, Optional.of(seat.member()),
                    seat.host(), seat.isBroken(), survey.isRaftLeader(seat)));
        }
        for (ViewedHost host : view.hosts()) {
            if (survey.seats.of(host).isEmpty()) {
                all.add(new Roster(host.name(), role(survey.candidacy.bar(host)), Optional.empty(),
                        Optional.of(host), false, false));
            }
        }
        // Sorting is stable, and members and hosts come sorted by name.
        all.sort((one, other) -> one.role().compareTo(other.role()));
        return all;
    }

    private static Role role(Candidacy.Bar bar) {
        return switch (bar) {
            case NONE -> Role.SPARE;
            case GONE -> Role.GONE;
            case LEAVING -> Role.LEAVING;
            case NO_VOLUNTEER -> Role.CLIENT;
            case BANNED, NO_URL, URL_TAKEN, VERSION_UNKNOWN, VERSION -> Role.BARRED;
        };
    }

    /** How the member and its agent are; empty for a host that is no member. */
    public Optional<Health> health() {
        return member.map(seat -> Health.of(seat.reading().answers(),
                host.isEmpty() || host.get().session().alive()));
    }
}
