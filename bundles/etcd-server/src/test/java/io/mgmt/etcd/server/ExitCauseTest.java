// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.etcd.ServerStatus.Exit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.Test;

/** The logs are the ends of real ones, with their stacks cut short. */
public class ExitCauseTest {

    private static final List<String> VERSIONS = List.of("3.4.23", "3.5.29", "3.6.10", "3.7.2");

    private static final Map<String, Exit> CASES = Map.ofEntries(
            Map.entry("client-port-taken", Exit.PORT_TAKEN),
            Map.entry("peer-port-taken", Exit.PORT_TAKEN),
            Map.entry("member-count-unequal", Exit.STALE_START_LIST),
            Map.entry("advertised-not-in-list", Exit.STALE_START_LIST),
            Map.entry("removed", Exit.REMOVED),
            Map.entry("removed-started-again", Exit.REMOVED),
            Map.entry("added-again-with-old-data", Exit.REMOVED),
            Map.entry("forgot-its-votes", Exit.BROKEN_DATA),
            Map.entry("database-zeroed", Exit.BROKEN_DATA),
            Map.entry("wal-middle", Exit.BROKEN_DATA),
            Map.entry("wal-head", Exit.BROKEN_DATA),
            Map.entry("disk-full", Exit.CRASHED),
            Map.entry("disk-full-at-first-start", Exit.CRASHED),
            Map.entry("unknown-flag", Exit.CRASHED),
            Map.entry("terminated", Exit.CRASHED),
            Map.entry("joins-3.5.29", Exit.INCOMPATIBLE),
            Map.entry("joins-3.6.10", Exit.INCOMPATIBLE),
            Map.entry("joins-3.7.2", Exit.INCOMPATIBLE),
            Map.entry("on-data-of-3.4.23", Exit.INCOMPATIBLE),
            Map.entry("on-data-of-3.5.29", Exit.INCOMPATIBLE),
            Map.entry("on-data-of-3.6.10", Exit.INCOMPATIBLE),
            Map.entry("on-data-of-3.7.2", Exit.INCOMPATIBLE));

    @Test
    public void tellsTheCausesOfAllVersionsApart() throws IOException {
        int seen = 0;
        for (String version : VERSIONS) {
            for (Map.Entry<String, String> one : logs(version).entrySet()) {
                ExitCause cause = ExitCause.of(OptionalInt.of(1), one.getValue());
                assertEquals(version + " " + one.getKey() + ": " + cause.message(),
                        CASES.get(one.getKey()), cause.exit());
                assertFalse(cause.message(), cause.message().contains("stacktrace"));
                assertTrue(cause.message(), cause.message().length() < 600);
                seen++;
            }
        }
        assertEquals(68, seen);
    }

    private static Map<String, String> logs(String version) throws IOException {
        Map<String, String> logs = new LinkedHashMap<>();
        try (InputStream in = ExitCauseTest.class.getResourceAsStream("logs/etcd-" + version
                + ".txt")) {
            for (String section : new String(in.readAllBytes(),
                    StandardCharsets.UTF_8).split("(?m)^## ")) {
                if (!section.isEmpty()) {
                    logs.put(section.substring(0, section.indexOf('\n')),
                            section.substring(section.indexOf('\n') + 1));
                }
            }
        }
        return logs;
    }

    @Test
    public void quotesWhatEtcdSaid() throws IOException {
        assertEquals(
                "its data is damaged, or has forgotten what it voted: \"discovery failed: walpb: crc mismatch\"."
                + " It is kept as it is; the member has to be replaced",
                ExitCause.of(OptionalInt.of(1), logs("3.5.29").get("wal-middle")).message());
    }

    /** Blaming the data would have the member replaced, and the next one on the same full disk. */
    @Test
    public void doesNotTakeAFullDiskForDamagedData() throws IOException {
        for (String version : VERSIONS) {
            String log = logs(version).get("disk-full-at-first-start");
            assertEquals(new ExitCause(Exit.CRASHED, "the machine does not let it write or run:"
                    + " \"failed to create WAL: no space left on device\". Make room, or give it"
                    + " what is missing"), ExitCause.of(OptionalInt.of(2), log));
        }
        assertEquals(Exit.CRASHED, ExitCause.of(OptionalInt.of(1), "{\"level\":\"fatal\",\"msg\":"
                + "\"failed to save\",\"error\":\"write /x/0.wal: no space left on device\"}").exit());
    }

    @Test
    public void saysHowAProcessEndedThatSaidNothing() {
        assertEquals(new ExitCause(Exit.CRASHED,
                "it was killed (SIGKILL: by somebody, or for want of memory)"),
                ExitCause.of(OptionalInt.of(137), ""));
        assertEquals(new ExitCause(Exit.CRASHED, "it was told to end by somebody else (SIGTERM)"),
                ExitCause.of(OptionalInt.of(143), ""));
        assertEquals(new ExitCause(Exit.CRASHED, "it was ended by signal 11"),
                ExitCause.of(OptionalInt.of(139), ""));
        assertEquals(new ExitCause(Exit.CRASHED, "it ended"),
                ExitCause.of(OptionalInt.empty(), ""));
    }

    /** setsid and the loader print one line of their own when a file cannot be run. */
    @Test
    public void quotesTheLastLineOfAProgramThatIsNoEtcd() {
        assertEquals(new ExitCause(Exit.CRASHED,
                "it ended with exit code 126: \"setsid: failed to execute /x/etcd: Exec format error\""),
                ExitCause.of(OptionalInt.of(126),
                "\nsetsid: failed to execute /x/etcd: Exec format error\n"));
    }

    /**
     * Peers write about a removed member too, and so do warnings about a snapshot; only the last
     * words count.
     */
    @Test
    public void isNotMisledByWarnings() {
        String log = """
                {"level":"warn","msg":"peer became inactive","error":"failed to dial a on stream Message \
                (the member has been permanently removed from the cluster)"}
                {"level":"warn","msg":"failed to read snapshot","error":"snap: crc mismatch"}
                {"level":"warn","msg":"listen tcp 127.0.0.1:1: bind: address already in use"}
                """;
        assertEquals(Exit.CRASHED, ExitCause.of(OptionalInt.of(137), log).exit());
    }

    /** The tail of a log may begin and end anywhere. */
    @Test
    public void makesAMessageOfAnyPieceOfALog() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("-Dseed=" + seed);
        Random random = new Random(seed);
        for (String version : VERSIONS) {
            for (String log : logs(version).values()) {
                for (int i = 0; i < 200; i++) {
                    int from = random.nextInt(log.length());
                    int to = from + random.nextInt(log.length() - from + 1);
                    ExitCause cause = ExitCause.of(OptionalInt.of(random.nextInt(200)),
                            log.substring(from, to));
                    assertTrue(cause.message(), !cause.message().isBlank()
                            && cause.message().length() < 600);
                }
            }
        }
    }
}
