// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program that comes to an end by itself: bounded in time and output, and ended with its
 * children when the bound is reached or the thread is interrupted.
 */
final class HelperProcess {

    /** More is cut from the front: what went wrong stands at the end. */
    private static final int OUTPUT_BYTES = 16 * 1024;

    /**
     * How it ended.
     *
     * @param exitCode -1 if it was ended because its time was over
     * @param output the end of what it printed, both streams
     */
    record Outcome(int exitCode, String output) {

        /** The last line that says something, for a message about a program that may be any. */
        String lastLine() {
            return output.lines().map(String::strip).filter(line -> !line.isEmpty())
                    .reduce((first, second) -> second).orElse("exit code " + exitCode);
        }

        /** What it complained about, on one line, for a message. */
        String complaint() {
            return Complaint.of(output).orElse("exit code " + exitCode);
        }
    }

    private HelperProcess() {
    }

    /** Runs in the directory, without the ETCD_… variables, and with no input. */
    static Outcome run(List<String> command, Path directory, Duration timeout)
            throws IOException, InterruptedException {
        // A file and not a pipe: nobody has to read while it runs, and it cannot block on us.
        Path output = Files.createTempFile("mgmt-etcd-", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
                    .redirectInput(new File("/dev/null")).redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            removeEtcdVariables(builder);
            Process process = builder.start();
            try {
                boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
                return new Outcome(ended ? process.exitValue() : -1,
                        TextFile.tail(output, OUTPUT_BYTES));
            } finally {
                if (process.isAlive()) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                }
            }
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /** The environment must not change what etcd does: its flags say everything. */
    static void removeEtcdVariables(ProcessBuilder builder) {
        builder.environment().keySet().removeIf(name -> name.startsWith("ETCD_")
                || name.startsWith("ETCDCTL_"));
    }
}
