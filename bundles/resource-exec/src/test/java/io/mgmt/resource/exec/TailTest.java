// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import static org.junit.Assert.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.Test;

public final class TailTest {

    @Test
    public void keepsTheLastBytesOfAnyOutput() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("TailTest -Dseed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            int limit = 1 + random.nextInt(600);
            Tail tail = new Tail(limit);
            StringBuilder all = new StringBuilder();
            for (int chunks = random.nextInt(20); chunks > 0; chunks--) {
                String chunk = letters(random, random.nextInt(500));
                tail.append((chunk + "rest of the buffer").getBytes(StandardCharsets.UTF_8),
                        chunk.length());
                all.append(chunk);
                assertEquals(all.substring(Math.max(0, all.length() - limit)), tail.text());
            }
        }
    }

    @Test
    public void showsTenLinesAtMost() {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= 20; i++) {
            lines.append("line ").append(i).append('\n');
        }
        assertEquals("line 11\nline 12\nline 13\nline 14\nline 15\nline 16\nline 17\nline 18\nline 19\nline 20",
                of(lines.toString()).lastLines());
    }

    @Test
    public void showsAllOfAShortOutput() {
        assertEquals("", of("").lastLines());
        assertEquals("", of("\n \n").lastLines());
        assertEquals("one\ntwo", of("one\ntwo\n\n").lastLines());
    }

    @Test
    public void cutsALineWithoutEnd() {
        assertEquals("…" + "x".repeat(2_000), of("x".repeat(5_000)).lastLines());
    }

    private static Tail of(String text) {
        Tail tail = new Tail(Limits.OUTPUT_BYTES);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        tail.append(bytes, bytes.length);
        return tail;
    }

    private static String letters(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }
}
