// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A live process of this machine, whoever started it.
 *
 * @param arguments its command line, the executable first
 * @param start tells it from a later process with the same id
 */
record RunningProcess(ProcessHandle handle, List<String> arguments, String start) {

    private static final Path PROC = Path.of("/proc");

    static Optional<RunningProcess> of(long pid) {
        return ProcessHandle.of(pid).flatMap(RunningProcess::of);
    }

    static Optional<RunningProcess> of(ProcessHandle handle) {
        if (!isAlive(handle)) {
            return Optional.empty();
        }
        return Optional.of(new RunningProcess(handle, arguments(handle), start(handle)));
    }

    /**
     * The etcd that runs on a data directory. Told by its arguments, because its locks are not to
     * be seen by Java. A program that runs etcd on behalf of somebody (strace, sudo) shows the same
     * arguments and is passed over.
     */
    static Optional<RunningProcess> onDataDirectory(Path dataDirectory) {
        List<RunningProcess> found = ProcessHandle.allProcesses()
                .filter(handle -> runsOn(handle, arguments(handle), dataDirectory))
                .flatMap(handle -> of(handle).stream())
                .toList();
        return found.stream()
                .filter(one -> found.stream().noneMatch(other -> isParent(one, other)))
                .findFirst();
    }

    private static boolean isParent(RunningProcess parent, RunningProcess child) {
        return child.handle().parent().filter(parent.handle()::equals).isPresent();
    }

    boolean runsOn(Path dataDirectory) {
        return runsOn(handle, arguments, dataDirectory);
    }

    private static boolean runsOn(ProcessHandle handle, List<String> arguments,
            Path dataDirectory) {
        Map<String, String> flags = EtcdFlags.parse(arguments);
        String directory = flags.get(EtcdFlags.DATA_DIR);
        // etcdutl takes --data-dir too, but it does not listen.
        return directory != null && flags.containsKey(EtcdFlags.LISTEN_CLIENT)
                && isSame(workingDirectory(handle).resolve(directory), dataDirectory);
    }

    private static boolean isSame(Path one, Path other) {
        if (one.normalize().equals(other.normalize())) {
            return true;
        }
        try {
            return one.toRealPath().equals(other.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    private static Path workingDirectory(ProcessHandle handle) {
        try {
            return Files.readSymbolicLink(PROC.resolve(handle.pid() + "/cwd"));
        } catch (IOException | UnsupportedOperationException e) {
            return Path.of("/");
        }
    }

    boolean isAlive() {
        return isAlive(handle);
    }

    /** A process that has ended and waits for its parent to notice is not alive. */
    static boolean isAlive(ProcessHandle handle) {
        return handle.isAlive() && !isZombie(handle.pid());
    }

    private static boolean isZombie(long pid) {
        List<String> fields = stat(pid);
        return !fields.isEmpty() && ("Z".equals(fields.get(0)) || "X".equals(fields.get(0)));
    }

    static List<String> arguments(ProcessHandle handle) {
        try {
            // Java's own view of it ends after 4096 bytes.
            byte[] line = Files.readAllBytes(PROC.resolve(handle.pid() + "/cmdline"));
            String text = new String(line, StandardCharsets.UTF_8);
            return text.isEmpty() ? List.of() : List.of(text.split("\0"));
        } catch (IOException notLinux) {
            return handle.info().arguments().map(List::of).orElse(List.of());
        }
    }

    /**
     * On Linux the boot and the clock ticks since then: exact, and a clock that is set does not
     * change it. Elsewhere the start in epoch milliseconds.
     */
    static String start(ProcessHandle handle) {
        List<String> fields = stat(handle.pid());
        // starttime is field 22 of proc(5), and the list begins with field 3.
        if (fields.size() > 19) {
            return bootId() + "+" + fields.get(19);
        }
        return handle.info().startInstant().map(instant -> Long.toString(instant.toEpochMilli()))
                .orElse("");
    }

    private static String bootId() {
        try {
            return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** The fields of /proc/PID/stat from the state on; empty where there is none. */
    private static List<String> stat(long pid) {
        try {
            String text = Files.readString(PROC.resolve(pid + "/stat"),
                    StandardCharsets.ISO_8859_1);
            // The name before it stands in brackets and may hold anything, brackets and spaces too.
            return List.of(text.substring(text.lastIndexOf(')') + 1).strip().split(" "));
        } catch (IOException e) {
            return List.of();
        }
    }
}
