// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import java.util.Map;

/** What exit codes say, by the conventions of POSIX shells. */
final class ExitCode {

    static final int MAY_NOT_EXECUTE = 126;
    static final int NOT_FOUND = 127;

    /** A shell, and Java, report a process that a signal ended as 128 and its number. */
    private static final int SIGNALLED = 128;

    /** Those that are likely, by their numbers on Linux. */
    private static final Map<Integer, String> SIGNALS = Map.ofEntries(
            Map.entry(1, "SIGHUP"), Map.entry(2, "SIGINT"), Map.entry(3, "SIGQUIT"),
            Map.entry(4, "SIGILL"),
            Map.entry(5, "SIGTRAP"), Map.entry(6, "SIGABRT"), Map.entry(7, "SIGBUS"),
            Map.entry(8, "SIGFPE"),
            Map.entry(9, "SIGKILL"), Map.entry(10, "SIGUSR1"), Map.entry(11, "SIGSEGV"),
            Map.entry(12, "SIGUSR2"),
            Map.entry(13, "SIGPIPE"), Map.entry(14, "SIGALRM"), Map.entry(15, "SIGTERM"),
            Map.entry(24, "SIGXCPU"),
            Map.entry(25, "SIGXFSZ"), Map.entry(31, "SIGSYS"));

    private ExitCode() {
    }

    /** For a message, such as {@code exit code 137 (killed by SIGKILL)}. */
    static String describe(int code) {
        String meaning = switch (code) {
            case MAY_NOT_EXECUTE -> " (something in it may not be executed)";
            case NOT_FOUND -> " (something in it was not found)";
            default -> {
                String signal = SIGNALS.get(code - SIGNALLED);
                yield signal == null ? "" : " (killed by " + signal + ")";
            }
        };
        return "exit code " + code + meaning;
    }

    /** What a person can do about it. */
    static String remedy(int code) {
        return switch (code) {
            case MAY_NOT_EXECUTE -> "Make it executable, also for the user that runs it.";
            case NOT_FOUND -> "Install it, or correct its name, the first line of the script,"
                    + " or PATH in env.";
            case SIGNALLED + 9 -> "Look whether the system ran out of memory: dmesg.";
            default -> "Run it by hand to see what it lacks.";
        };
    }
}
