// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DataArchiveTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path data(int bytes) throws IOException {
        Path data = folder.getRoot().toPath().resolve("data");
        Files.createDirectories(data.resolve("member"));
        Files.write(data.resolve("member/db"), new byte[bytes]);
        return data;
    }

    private Path archive() {
        return folder.getRoot().toPath().resolve("archive");
    }

    private List<String> kept() throws IOException {
        try (Stream<Path> entries = Files.list(archive())) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    public void movesDataToTheTimeInUtc() throws IOException {
        Path moved = new DataArchive(archive()).take(data(5), NOON);
        assertEquals(archive().resolve("20261122T120000Z/data"), moved);
        assertEquals(5, Files.size(moved.resolve("member/db")));
        assertTrue(Files.notExists(folder.getRoot().toPath().resolve("data")));
    }

    @Test
    public void keepsTheNewestThree() throws IOException {
        DataArchive archive = new DataArchive(archive());
        for (int day = 0; day < 5; day++) {
            archive.take(data(5), NOON.plusSeconds(86_400L * day));
        }
        assertEquals(List.of("20261124T120000Z", "20261125T120000Z", "20261126T120000Z"), kept());
    }

    @Test
    public void numbersWhatComesWithinOneSecond() throws IOException {
        DataArchive archive = new DataArchive(archive());
        for (int i = 0; i < 12; i++) {
            archive.take(data(5), NOON);
        }
        assertEquals("the tenth comes after the ninth", 3, kept().size());
        assertTrue(kept().toString(), Files.exists(archive().resolve(kept().get(2))
                .resolve("data/member/db")));
    }

    @Test
    public void keepsWithinItsBytes() throws IOException {
        DataArchive archive = new DataArchive(archive(), 100);
        archive.take(data(60), NOON);
        archive.take(data(60), NOON.plusSeconds(1));
        assertEquals(List.of("20261122T120001Z"), kept());
    }

    /** It was the only copy a moment ago. */
    @Test
    public void neverDropsWhatItTookJustNow() throws IOException {
        new DataArchive(archive(), 10).take(data(60), NOON);
        assertEquals(List.of("20261122T120000Z"), kept());
    }

    @Test
    public void leavesAloneWhatAPersonPutThere() throws IOException {
        Files.createDirectories(archive().resolve("before the upgrade"));
        keepsTheNewestThreeBesides();
        assertTrue(kept().contains("before the upgrade"));
    }

    private void keepsTheNewestThreeBesides() throws IOException {
        DataArchive archive = new DataArchive(archive());
        for (int day = 0; day < 5; day++) {
            archive.take(data(5), NOON.plusSeconds(86_400L * day));
        }
        assertEquals(4, kept().size());
    }

    @Test
    public void keepsWhatItTookJustNowAlsoWhenTheClockWasSetBack() throws IOException {
        DataArchive archive = new DataArchive(archive());
        for (int day = 0; day < 3; day++) {
            archive.take(data(5), NOON.plusSeconds(86_400L * day));
        }
        Path moved = archive.take(data(5), NOON.minusSeconds(86_400));
        assertTrue(Files.exists(moved));
        assertEquals(List.of("20261121T120000Z", "20261123T120000Z", "20261124T120000Z"), kept());
    }

    @Test
    public void holdsItsLimitsOverAnyHistory() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("-Dseed=" + seed);
        Random random = new Random(seed);
        DataArchive archive = new DataArchive(archive(), 1_000);
        Instant now = NOON;
        for (int i = 0; i < 60; i++) {
            now = now.plusSeconds(random.nextInt(4) - 1);
            int bytes = random.nextInt(700);
            Path moved = archive.take(data(bytes), now);
            assertEquals(bytes, Files.size(moved.resolve("member/db")));
            long sum = 0;
            for (String name : kept()) {
                sum += Files.size(archive().resolve(name).resolve("data/member/db"));
            }
            assertTrue(kept().size() <= 3);
            assertTrue("" + sum, sum <= 1_000);
        }
    }
}
