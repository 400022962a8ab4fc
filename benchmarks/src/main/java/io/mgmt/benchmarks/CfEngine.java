// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

/** CFEngine's agent, run once for each policy, in a work directory of its own. */
final class CfEngine {

    /** Far more than it ever took. */
    private static final long MOST_SECONDS = 120;

    private final Path agent;
    private final Path work;

    /** @param work made if it is missing */
    CfEngine(Path agent, Path work) throws IOException {
        this.agent = agent;
        this.work = work;
        Path checker = work.resolve("state/bin/cf-promises");
        Files.createDirectories(checker.getParent());
        Files.deleteIfExists(checker);
        // It starts this one from its own directory, to check a policy that is new.
        Files.createSymbolicLink(checker, agent.resolveSibling("cf-promises"));
    }

    String version() throws IOException, InterruptedException {
        return Machine.firstLine(agent.toString(), "--version");
    }

    /** Milliseconds from the start of the process to its end; it ends when it is done. */
    double run(FileSet files) throws IOException, InterruptedException, MeasureException {
        Path policy = work.resolve("policy.cf");
        Files.deleteIfExists(policy);
        // It refuses a policy that others may write.
        Files.createFile(policy,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(policy, Policy.of(files));
        Path log = work.resolve("cf-agent.log");
        ProcessBuilder builder = new ProcessBuilder(agent.toString(), "-K", "-f", policy.toString())
                .redirectInput(Processes.NULL).redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .put("CFENGINE_TEST_OVERRIDE_WORKDIR", work.resolve("state").toString());
        long started = System.nanoTime();
        Process process = builder.start();
        try {
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                throw new MeasureException("cf-agent took over " + MOST_SECONDS + " s");
            }
            double millis = (System.nanoTime() - started) / 1e6;
            if (process.exitValue() != 0
                    || !Files.readString(files.sentinel()).equals(files.sentinelContent())) {
                throw new MeasureException("cf-agent failed; see " + log);
            }
            return millis;
        } finally {
            process.destroyForcibly();
        }
    }
}
