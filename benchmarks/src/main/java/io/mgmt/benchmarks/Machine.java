// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What the figures were taken on. */
final class Machine {

    private final List<Double> loads = new ArrayList<>();

    /** Notes the load of the last minute, before something is measured. */
    double load() throws IOException {
        double load = Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
        loads.add(load);
        return load;
    }

    /** One line. */
    String describe() throws IOException {
        return "kernel " + System.getProperty("os.version") + ", "
                + Runtime.getRuntime().availableProcessors() + " cores (" + processor() + "), "
                + field(Path.of("/proc/meminfo"), "MemTotal") + " memory, Java "
                + System.getProperty("java.version");
    }

    /** The loads that were noted, such as {@code 0.41 to 2.30}. */
    String loads() {
        Samples samples = new Samples(loads);
        return String.format(Locale.ROOT, "%.2f to %.2f", samples.least(), samples.most());
    }

    private static String processor() throws IOException {
        return field(Path.of("/proc/cpuinfo"), "model name");
    }

    private static String field(Path file, String name) throws IOException {
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(name)) {
                return line.substring(line.indexOf(':') + 1).strip();
            }
        }
        return "unknown";
    }

    /** The first line that a command prints; {@code unknown} if it fails or takes over 10 s. */
    static String firstLine(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectInput(Processes.NULL).start();
        try {
            boolean ended = process.waitFor(10, TimeUnit.SECONDS);
            if (!ended || process.exitValue() != 0) {
                return "unknown";
            }
            return process.inputReader().lines().findFirst().orElse("unknown");
        } finally {
            process.destroyForcibly();
        }
    }
}
