// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an agent that has nothing to do costs.
 *
 * @param bytes proportional set size, by the name of the process
 * @param percentOfCore processor time, by the name of the process
 */
record Footprint(Map<String, Double> bytes, Map<String, Double> percentOfCore) {

    /** Waits for both times. */
    static Footprint of(Agent agent, Duration settle, Duration idle)
            throws IOException, InterruptedException, MeasureException {
        Thread.sleep(settle.toMillis());
        Set<Long> ids = agent.processes();
        Map<String, Double> bytes = new TreeMap<>();
        Map<String, Double> before = new TreeMap<>();
        Map<String, Double> after = new TreeMap<>();
        for (long id : ids) {
            bytes.merge(Processes.name(id), (double) Processes.memory(id), Double::sum);
        }
        long started = System.nanoTime();
        count(ids, before);
        Thread.sleep(idle.toMillis());
        count(ids, after);
        double seconds = (System.nanoTime() - started) / 1e9;
        if (!agent.isAlive() || !before.keySet().equals(after.keySet())) {
            throw new MeasureException("a process ended while it was watched: " + before.keySet()
                    + ", later " + after.keySet() + "; " + agent.lastWords());
        }
        Map<String, Double> percent = new TreeMap<>();
        after.forEach((name, end) -> percent.put(name, 100 * (end - before.get(name)) / seconds));
        return new Footprint(bytes, percent);
    }

    private static void count(Set<Long> ids, Map<String, Double> seconds) throws IOException {
        for (long id : ids) {
            String name = Processes.name(id);
            if (!name.isEmpty()) {
                seconds.merge(name, Processes.processorSeconds(id), Double::sum);
            }
        }
    }

    double megabytes() {
        return sum(bytes) / 1e6;
    }

    double percent() {
        return sum(percentOfCore);
    }

    /** Such as {@code etcd 30 MB, java 140 MB}. */
    String parts() {
        return bytes.entrySet().stream()
                .map(e -> e.getKey() + " " + Math.round(e.getValue() / 1e6) + " MB")
                .collect(Collectors.joining(", "));
    }

    /** Such as {@code etcd 0.20 %, java 0.15 %}. */
    String shares() {
        return percentOfCore.entrySet().stream()
                .map(e -> String.format(Locale.ROOT, "%s %.2f %%", e.getKey(), e.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static double sum(Map<String, Double> values) {
        return values.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
