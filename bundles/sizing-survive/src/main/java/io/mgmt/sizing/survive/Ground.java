// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.survive;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Matching;
import io.mgmt.cluster.ViewedHost;
import io.mgmt.cluster.ViewedMember;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What there is to build on. Hosts without a zone are together in one, whose name is empty; so are members
 * that were added by hand.
 *
 * @param live zone to its hosts that have a vote and answer, or could be given one now
 * @param voters zone to its voters that have not withdrawn, silent ones too
 */
record Ground(SortedMap<String, Integer> live, SortedMap<String, Integer> voters) {

    Ground {
        live = Collections.unmodifiableSortedMap(new TreeMap<>(live));
        voters = Collections.unmodifiableSortedMap(new TreeMap<>(voters));
    }

    static Ground of(ClusterView view) {
        SortedMap<String, Integer> live = new TreeMap<>();
        SortedMap<String, Integer> voters = new TreeMap<>();
        Matching matching = Matching.of(view);
        for (ViewedHost host : view.hosts()) {
            ViewedMember member = matching.member(host).orElse(null);
            boolean isVoter = member != null && !member.learner();
            if (host.leaving().isEmpty()) {
                String zone = host.standing().zone();
                if (isVoter && member.reading().answers() || couldVote(host, isVoter)) {
                    live.merge(zone, 1, Integer::sum);
                }
                if (isVoter) {
                    voters.merge(zone, 1, Integer::sum);
                }
            }
        }
        for (ViewedMember member : view.members()) {
            if (!member.learner() && matching.host(member).isEmpty()) {
                voters.merge("", 1, Integer::sum);
                if (member.reading().answers()) {
                    live.merge("", 1, Integer::sum);
                }
            }
        }
        return new Ground(live, voters);
    }

    /** A ban keeps a host from being chosen, and means nothing to a voter. */
    private static boolean couldVote(ViewedHost host, boolean isVoter) {
        return host.session().alive() && host.offer().volunteer()
                && (isVoter || host.standing().banned().isEmpty());
    }

    int liveHosts() {
        return sum(live);
    }

    int stayingVoters() {
        return sum(voters);
    }

    /** True if so many voters can stand so that any zone may go and a quorum is left. */
    boolean spreads(int size) {
        int most = Goal.tolerated(size);
        int places = 0;
        for (int hosts : live.values()) {
            places += Math.min(hosts, most);
        }
        return places >= size;
    }

    /** The zone with most voters; the first by name of several. There must be a voter. */
    Map.Entry<String, Integer> fullest() {
        Map.Entry<String, Integer> fullest = null;
        for (Map.Entry<String, Integer> zone : voters.entrySet()) {
            fullest = fullest == null || zone.getValue() > fullest.getValue() ? zone : fullest;
        }
        return fullest;
    }

    private static int sum(Map<String, Integer> counts) {
        int sum = 0;
        for (int count : counts.values()) {
            sum += count;
        }
        return sum;
    }
}
