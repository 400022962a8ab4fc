// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import io.mgmt.etcd.ServerStatus.Exit;
import java.util.List;
import java.util.OptionalInt;

/**
 * Why an etcd ended, told from its exit code and the end of its log.
 *
 * <p>The texts are those of 3.4.23, 3.5.29, 3.6.10 and 3.7.2, as they were seen; etcd's exit codes
 * alone tell next to nothing (1: refused to start, or removed; 2: panic).
 *
 * @param message what happened and what to do about it
 */
record ExitCause(Exit exit, String message) {

    private static final int MESSAGE_LENGTH = 300;

    /** The one line that only a removed member prints; its peers print other words about it. */
    private static final String REMOVED = "data-dir used by this member must be removed";

    private static final List<String> PORT_TAKEN = List.of("bind: address already in use");

    /** What a full or broken machine says; checked before the data is blamed. */
    private static final List<String> MACHINE = List.of("no space left on device",
            "disk quota exceeded", "input/output error", "read-only file system",
            "permission denied", "too many open files", "cannot allocate memory");

    private static final List<String> STALE = List.of("member count is unequal",
            "already been bootstrapped", "unmatched member while checking PeerURLs",
            "error validating peerURLs", "too many learner members in cluster",
            "cannot fetch cluster info from peer urls",
            "missing from --initial-advertise-peer-urls", "in the initial cluster configuration");

    private static final List<String> INCOMPATIBLE = List.of(
            "incompatible with current running cluster", "invalid downgrade",
            "cluster cannot be downgraded", "detected disallowed v2 WAL",
            "unmarshal should never fail", "panic: not implemented");

    private static final List<String> BROKEN = List.of("tocommit(", "crc mismatch",
            "failed to open database", "invalid database", "max entry size limit exceeded",
            "cannot use none as id", "integer overflow", "\"wal: ", "\"walpb: ", "\"snap: ",
            "failed to recover v3 backend from snapshot", "already freed", "checksum error");

    /** @param exitCode empty if the process was nobody's child, so that nobody knows */
    static ExitCause of(OptionalInt exitCode, String log) {
        if (log.contains(REMOVED)) {
            return new ExitCause(Exit.REMOVED,
                    "this member was removed from the cluster; its data belongs to no"
                    + " member any more and is not started again");
        }
        String last = lastWords(log);
        if (containsAny(last, PORT_TAKEN)) {
            return new ExitCause(Exit.PORT_TAKEN, said(last)
                    + ". Stop who holds the port, or pass another"
                    + " --client-urls or --server-urls");
        }
        if (containsAny(last, MACHINE)) {
            return new ExitCause(Exit.CRASHED, "the machine does not let it write or run: "
                    + said(last) + ". Make room, or give it what is missing");
        }
        if (containsAny(last, STALE)) {
            return new ExitCause(Exit.STALE_START_LIST,
                    "the members have changed since it was told to start: " + said(last));
        }
        if (containsAny(last, INCOMPATIBLE)
                || last.contains("version") && last.contains("is not supported")) {
            return new ExitCause(Exit.INCOMPATIBLE, "its version does not go with the cluster or"
                    + " the data: " + said(last) + ". Use an etcd of the version that the members"
                    + " run (--etcd PATH)");
        }
        if (containsAny(last, BROKEN) || isFaultWhileItReadsItsData(last, log)) {
            return new ExitCause(Exit.BROKEN_DATA, "its data is damaged, or has forgotten what it"
                    + " voted: " + said(last) + ". It is kept as it is; the member has to be"
                    + " replaced");
        }
        // Whoever refuses to run says so in one line, and of a killed one the last line means
        // nothing.
        String telling = last.isEmpty() && exitCode.orElse(0) > 0 && exitCode.getAsInt() <= 128
                ? lastLine(log) : last;
        return new ExitCause(Exit.CRASHED, how(exitCode)
                + (telling.isEmpty() ? "" : ": " + said(telling)));
    }

    private static boolean isFaultWhileItReadsItsData(String last, String log) {
        return last.contains("panic: runtime error") && log.contains("etcdserver.NewServer(");
    }

    private static boolean containsAny(String text, List<String> words) {
        return words.stream().anyMatch(text::contains);
    }

    /** The lines in which it says why it gives up; warnings before them would only mislead. */
    private static String lastWords(String log) {
        return String.join("\n", log.lines().filter(line -> line.startsWith("panic:")
                || line.startsWith("fatal error:")
                || line.startsWith("flag provided but not defined")
                || line.contains("\"level\":\"fatal\"") || line.contains("\"level\":\"panic\""))
                .toList());
    }

    private static String lastLine(String log) {
        return log.lines().filter(line -> !line.isBlank()).reduce((first, second) -> second)
                .orElse("");
    }

    /**
     * What a person needs of those lines: of zap's JSON the message and the error, and not the
     * stack.
     */
    private static String said(String lines) {
        String line = lines.lines().findFirst().orElse("");
        String error = field(line, "error");
        String message = field(line, "msg");
        String text = message.isEmpty() ? line : error.isEmpty() ? message : message + ": " + error;
        return "\"" + (text.length() > MESSAGE_LENGTH ? text.substring(0, MESSAGE_LENGTH) + "…"
                : text) + "\"";
    }

    private static String field(String line, String name) {
        int start = line.indexOf("\"" + name + "\":\"");
        if (start < 0) {
            return "";
        }
        StringBuilder value = new StringBuilder();
        for (int i = start + name.length() + 4; i < line.length() && line.charAt(i) != '"'; i++) {
            if (line.charAt(i) == '\\' && i + 1 < line.length()) {
                i++;
            }
            value.append(line.charAt(i));
        }
        return value.toString();
    }

    private static String how(OptionalInt exitCode) {
        if (exitCode.isEmpty()) {
            return "it ended";
        }
        int code = exitCode.getAsInt();
        return switch (code) {
            case 137 -> "it was killed (SIGKILL: by somebody, or for want of memory)";
            case 143 -> "it was told to end by somebody else (SIGTERM)";
            default -> code > 128 ? "it was ended by signal " + (code - 128)
                    : "it ended with exit code " + code;
        };
    }
}
