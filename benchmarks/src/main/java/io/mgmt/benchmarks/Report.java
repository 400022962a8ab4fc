// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** The table, with what a reader must know about where it comes from. */
final class Report {

    private Report() {
    }

    /** Markdown. */
    static String of(Bench bench, Machine machine, Mgmt ours, Optional<CfEngine> peer)
            throws IOException, InterruptedException {
        StringBuilder report = new StringBuilder("\n").append(Row.HEADER);
        bench.rows().forEach(row -> report.append(row.markdown()));
        report.append("\nMedian (least–most). Machine: ").append(machine.describe()).append(".\n");
        report.append("Load during the run: ").append(machine.loads()).append(".\n");
        report.append("Ours: ").append(ours.version()).append("; etcd: ")
                .append(bench.etcdVersion())
                .append(".\n");
        report.append("CFEngine: ").append(peer.isPresent() ? peer.get().version()
                : "not installed; on Debian: apt-get install cfengine3").append(".\n");
        report.append(String.format(Locale.ROOT,
                "Files were looked at from the outside; the longest time between two looks was %.2f ms.\n",
                bench.longestGapMillis()));
        return report.toString();
    }
}
