// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.cluster.ViewedHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Half or more of the agents gone within a short time is an outage, and no reason to shrink. It lasts
 * until one of them is back or {@code mgmt forget} names them.
 */
final class Outage {

    private Outage() {
    }

    /**
     * Looks for the worst such time.
     *
     * @param within how near to each other the sessions must have ended
     * @return those that went, by name; empty if there is no outage
     */
    static List<String> gone(List<ViewedHost> hosts, Duration within) {
        List<ViewedHost> gone = new ArrayList<>();
        int alive = 0;
        Duration lastBack = null;
        for (ViewedHost host : hosts) {
            ViewedHost.Session session = host.session();
            if (session.alive()) {
                alive++;
                boolean latest = lastBack == null || session.since().compareTo(lastBack) < 0;
                lastBack = session.again() && latest ? session.since() : lastBack;
            } else if (host.leaving().isEmpty() && !host.standing().forgotten()) {
                gone.add(host);
            }
        }
        gone.sort(Comparator.comparing(host -> host.session().since()));
        List<ViewedHost> most = List.of();
        int first = 0;
        for (int last = 0; last < gone.size(); last++) {
            Duration begun = gone.get(last).session().since();
            while (begun.minus(gone.get(first).session().since()).compareTo(within) > 0) {
                first++;
            }
            // Those that went before the first one of the window are no longer counted as agents.
            boolean half = 2 * (last - first + 1) >= alive + last + 1;
            boolean isOneBack = lastBack != null && lastBack.compareTo(begun) < 0;
            if (half && !isOneBack && last - first + 1 > most.size()) {
                most = gone.subList(first, last + 1);
            }
        }
        return most.stream().map(ViewedHost::name).sorted().toList();
    }
}
