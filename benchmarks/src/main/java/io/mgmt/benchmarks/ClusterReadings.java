// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one side, ours or bare etcd, has shown in all runs. */
final class ClusterReadings {

    private final String side;
    private final Map<ClusterFigure, List<Double>> readings = new EnumMap<>(ClusterFigure.class);
    private final List<String> failures = new ArrayList<>();
    private int formed;
    private int rightlyFormed;
    private int written;
    private int failedWrites;
    private int turnedAway;

    /** @param side its name, for people */
    ClusterReadings(String side) {
        this.side = side;
    }

    void add(ClusterFigure figure, double millis) {
        readings.computeIfAbsent(figure, key -> new ArrayList<>()).add(millis);
    }

    Optional<Samples> of(ClusterFigure figure) {
        return Optional.ofNullable(readings.get(figure)).map(Samples::new);
    }

    /** @param right exactly three voters, and never more */
    void formed(boolean right) {
        formed++;
        rightlyFormed += right ? 1 : 0;
    }

    /** The writer's count of a growth from 3 to 5. */
    void grown(SteadyWriter.Seen seen) {
        written += seen.written();
        failedWrites += seen.failed();
        turnedAway += seen.turnedAway();
    }

    /** A run that was given up. */
    void failed(String why) {
        failures.add(why);
    }

    boolean isComplete() {
        return failures.isEmpty();
    }

    /** Lines for below the table. */
    String summary() {
        StringBuilder text = new StringBuilder();
        text.append("* ").append(side).append(": ").append(rightlyFormed).append(" of ")
                .append(formed).append(" formations had exactly 3 voters and never more; 3 → 5: ")
                .append(failedWrites).append(" of ").append(written + failedWrites)
                .append(" writes failed, ").append(turnedAway)
                .append(" tries were turned away by one member.\n");
        failures.forEach(why -> text.append("* ").append(side).append(", a run was given up: ")
                .append(why.replace('\n', ' ')).append("\n"));
        return text.toString();
    }
}
