// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.util.Optional;

/** A figure of clustering with what it is compared to. All are milliseconds. */
enum ClusterFigure {

    FORMED("3 voters from 4 hosts at once, from the first process", "10 s", "1.8 s", 4_000),
    FORMED_ANSWERS("… until all three answer", "", "", 0),
    FORMED_FROM_VOLUNTEERS("… 3 voters, from the third volunteer key", "", "", 1_000),
    GROWN("3 → 5", "0 of 6", "15 s", 1_500),
    GROWN_ANSWERS("… until all five answer", "", "", 0),
    RESIZE_GAP("3 → 5 → 3: longest write gap", "", "", 500),
    FOLLOWER_GAP("kill -9 of a follower: longest write gap", "15 s", "0.03 s", 100),
    REPLACED("dead voter replaced, beyond the delay", "never", "", 2_000),
    LEADER_GAP("kill -9 of the leader: longest write gap", "15 s", "2.2 s", 1_500);

    private final String title;
    private final String original;
    private final String consul;
    private final int most;

    /**
     * @param original mgmt in Go, as it was measured once
     * @param consul with its fast timers, the same
     * @param most what the median of ours may be; 0 if there is no bound
     */
    ClusterFigure(String title, String original, String consul, int most) {
        this.title = title;
        this.original = original;
        this.consul = consul;
        this.most = most;
    }

    /** A line of a Markdown table. */
    String markdown(Optional<Samples> bare, Optional<Samples> ours) {
        return "| " + String.join(" | ", title, shown(original), shown(consul), shown(bare),
                shown(ours), most == 0 ? "–" : "≤ " + most, verdict(ours),
                Integer.toString(ours.map(all -> all.values().size()).orElse(0))) + " |\n";
    }

    private String verdict(Optional<Samples> ours) {
        if (most == 0) {
            return "–";
        }
        return ours.isPresent() && ours.get().median() <= most ? "yes" : "no";
    }

    private static String shown(String text) {
        return text.isEmpty() ? "–" : text;
    }

    private static String shown(Optional<Samples> samples) {
        return samples.map(all -> Math.round(all.median()) + " / " + Math.round(all.p90()) + " / "
                + Math.round(all.most())).orElse("–");
    }
}
