// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.schedule;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Sizing;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Windows of the week.
 *
 * @param windows the first that holds the time counts
 * @param zone whose clocks are meant
 */
record Schedule(List<Window> windows, ZoneId zone) {

    Schedule {
        windows = List.copyOf(windows);
    }

    static Schedule of(ScheduleConfig config) {
        List<Window> windows = new ArrayList<>();
        for (String text : config.windows()) {
            for (String one : text.split(";")) {
                if (!one.isBlank()) {
                    windows.add(Window.of(one.strip()));
                }
            }
        }
        return new Schedule(windows, zone(config.timeZone().strip()));
    }

    private static ZoneId zone(String id) {
        try {
            return ZoneId.of(id);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("timeZone = \"" + id
                    + "\" is no time zone that this Java knows. Give one such as UTC, Europe/Berlin or +02:00.", e);
        }
    }

    /** The reason names the window and not the time, because a reason that changes is a new decision. */
    Sizing size(ClusterView view) {
        ZonedDateTime time = Instant.ofEpochMilli(view.moment().timeMillis()).atZone(zone);
        for (Window window : windows) {
            if (window.holds(time.getDayOfWeek(), time.toLocalTime())) {
                return new Sizing(window.voters(), "the time is in " + window.text() + " (" + zone + ")");
            }
        }
        int ideal = view.wanted().voters();
        return new Sizing(ideal, windows.isEmpty() ? "no window is configured; idealClusterSize is " + ideal
                : "the time is in none of " + windows.size() + (windows.size() == 1 ? " window" : " windows") + " ("
                        + zone + "); idealClusterSize is " + ideal);
    }
}
