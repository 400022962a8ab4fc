// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import io.mgmt.etcd.StartPlan;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One etcd process, from its start or its adoption to its end.
 *
 * @param child empty if it was adopted
 * @param logStart where its output begins in the log, in bytes
 * @param since when it was started or adopted, by the monotonic clock
 */
record EtcdRun(StartPlan plan, RunningProcess process, Optional<Process> child, String binary,
        String version,
        long logStart, Duration since) {

    long pid() {
        return process.handle().pid();
    }

    boolean isAdopted() {
        return child.isEmpty();
    }

    boolean isAlive() {
        return child.map(Process::isAlive).orElseGet(process::isAlive);
    }

    /** Known of a child that has ended, and of nothing else. */
    OptionalInt exitCode() {
        return child.filter(one -> !one.isAlive()).map(one -> OptionalInt.of(one.exitValue()))
                .orElse(OptionalInt.empty());
    }
}
