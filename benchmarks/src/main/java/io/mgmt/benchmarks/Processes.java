// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** Figures of processes as the kernel counts them, from proc(5). */
final class Processes {

    static final File NULL = new File("/dev/null");

    /** Of the kernel's clock, by which it counts processor time; the same on all common systems. */
    private static final double TICKS_PER_SECOND = 100;

    /** Of the processor time of user and system in {@code stat}, behind the name. */
    private static final int USER = 11;
    private static final int SYSTEM = 12;

    private Processes() {
    }

    /**
     * An agent's processes: its descendants, and whatever has its directory in the command line,
     * since etcd runs in a session of its own and outlives its parent.
     */
    static Set<Long> of(ProcessHandle agent, Path directory) throws IOException {
        Set<Long> ids = new TreeSet<>();
        if (agent.isAlive()) {
            ids.add(agent.pid());
        }
        agent.descendants().forEach(child -> ids.add(child.pid()));
        long own = ProcessHandle.current().pid();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
            for (Path process : all) {
                long id = Long.parseLong(process.getFileName().toString());
                if (id != own && read(process, "cmdline").contains(directory.toString())) {
                    ids.add(id);
                }
            }
        }
        return ids;
    }

    /**
     * True if one of them still runs; a zombie, which nobody may ever reap in a container, does
     * not.
     */
    static boolean anyRuns(Set<Long> ids) throws IOException {
        for (long id : ids) {
            String stat = read(Path.of("/proc", Long.toString(id)), "stat");
            if (!stat.isEmpty() && stat.charAt(stat.lastIndexOf(')') + 2) != 'Z') {
                return true;
            }
        }
        return false;
    }

    /** The name of the executable. */
    static String name(long id) throws IOException {
        return read(Path.of("/proc", Long.toString(id)), "comm").strip();
    }

    /** Proportional set size in bytes; 0 if the process is gone. */
    static long memory(long id) throws IOException {
        for (String line : read(Path.of("/proc", Long.toString(id)), "smaps_rollup").split("\n")) {
            if (line.startsWith("Pss:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        return 0;
    }

    /** Processor time of all threads in seconds; 0 if the process is gone. */
    static double processorSeconds(long id) throws IOException {
        String stat = read(Path.of("/proc", Long.toString(id)), "stat");
        if (stat.isEmpty()) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) / TICKS_PER_SECOND;
    }

    /**
     * True if this process, and so its children, were started deaf to SIGINT, as shells do with
     * {@code &}.
     */
    static boolean ignoresInterrupt() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("SigIgn:")) {
                return (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1 << 1) != 0;
            }
        }
        return false;
    }

    /** Empty if the process is gone. */
    private static String read(Path process, String file) throws IOException {
        try {
            return Files.readString(process.resolve(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            // The kernel says ESRCH for a process that ended while its file was open.
            if (Files.exists(process)) {
                throw e;
            }
            return "";
        }
    }
}
