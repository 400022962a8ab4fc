// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.io.IOException;

/** The table of clustering, with what a reader must know about where it comes from. */
final class ClusterReport {

    private ClusterReport() {
    }

    /** Markdown. */
    static String of(ClusterBench bench, Machine machine, ClusterOptions options)
            throws IOException, InterruptedException {
        StringBuilder report = new StringBuilder("\n| figure | the original | Consul | bare etcd"
                + " | ours | reach | reached | of |\n|---|---|---|---|---|---|---|---|\n");
        for (ClusterFigure figure : ClusterFigure.values()) {
            report.append(figure.markdown(bench.bare().of(figure), bench.ours().of(figure)));
        }
        report.append("\nMilliseconds: median / p90 / max of ours' readings, as many as \"of\""
                + " says; reached: by the median.\n\n");
        report.append(bench.ours().summary()).append(bench.bare().summary());
        report.append("\nMachine: ").append(machine.describe()).append(".\n");
        report.append("Load before the runs: ").append(machine.loads()).append(".\n");
        report.append("Ours: ").append(Machine.firstLine(options.command().toString(), "version"))
                .append("; both: ")
                .append(Machine.firstLine(options.etcd().toString(), "--version")).append(".\n");
        return report.toString();
    }
}
