// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;

public class UnifiedDiffTest {

    private static String diff(String before, String after) {
        return UnifiedDiff.of("f", before.getBytes(UTF_8), after.getBytes(UTF_8));
    }

    @Test
    public void printsWhatDiffPrints() {
        assertEquals("--- f\n+++ f\n@@ -0,0 +1 @@\n+a", diff("", "a\n"));
        assertEquals("--- f\n+++ f\n@@ -1 +0,0 @@\n-a", diff("a\n", ""));
        assertEquals("--- f\n+++ f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a",
                diff("a", "a\n"));
        assertEquals("--- f\n+++ f\n@@ -2,4 +2,5 @@\n 2\n 3\n 4\n+4a\n 5", diff("1\n2\n3\n4\n5\n",
                "1\n2\n3\n4\n4a\n5\n"));
        assertEquals("--- f\n+++ f\n@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n 4\n@@ -7,4 +7,4 @@\n 7\n"
                + " 8\n 9\n-0\n+y", diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n0\n",
                "x\n2\n3\n4\n5\n6\n7\n8\n9\ny\n"));
    }

    @Test
    public void endsAfterAHundredLines() {
        String diff = diff("a\n".repeat(500), "b\n".repeat(500));
        assertEquals(UnifiedDiff.MOST_LINES, diff.lines().count());
        assertTrue(diff, diff.endsWith("\n… 904 more lines"));
        assertEquals(UnifiedDiff.MOST_LINES, diff("a\n".repeat(20_000),
                "b\n".repeat(20_000)).lines().count());
    }

    @Test
    public void showsNoBytesThatAreNoText() {
        assertEquals("binary", UnifiedDiff.of("f", new byte[] {'a', 0}, new byte[] {'a'}));
        assertEquals("binary", UnifiedDiff.of("f", new byte[] {'a'}, new byte[] {(byte) 0xff}));
    }

    /** Whoever applies the diff to the old text gets the new one. */
    @Test
    public void leadsFromTheOldTextToTheNew() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("UnifiedDiffTest: -Dseed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 3000; i++) {
            List<String> before = lines(random);
            List<String> after = new ArrayList<>(before);
            for (int change = random.nextInt(4); change > 0; change--) {
                int at = random.nextInt(after.size() + 1);
                if (random.nextBoolean() || at == after.size()) {
                    after.add(at, "" + random.nextInt(4));
                } else {
                    after.remove(at);
                }
            }
            String diff = diff(text(before), text(after));
            assertEquals("seed " + seed + " round " + i + "\n" + diff, after, patched(before,
                    diff));
        }
    }

    private static List<String> lines(Random random) {
        List<String> lines = new ArrayList<>();
        for (int i = random.nextInt(25); i > 0; i--) {
            lines.add("" + random.nextInt(4));
        }
        return lines;
    }

    private static String text(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private static List<String> patched(List<String> before, String diff) {
        List<String> result = new ArrayList<>();
        int at = 0;
        for (String line : diff.lines().skip(2).toList()) {
            if (line.startsWith("@@")) {
                String[] range = line.split(" ")[1].substring(1).split(",");
                int begin = Integer.parseInt(range[0]) - (range.length > 1 && range[1].equals("0")
                        ? 0 : 1);
                while (at < begin) {
                    result.add(before.get(at++));
                }
            } else if (line.startsWith("+")) {
                result.add(line.substring(1));
            } else {
                assertEquals(before.get(at), line.substring(1));
                if (line.startsWith(" ")) {
                    result.add(line.substring(1));
                }
                at++;
            }
        }
        result.addAll(before.subList(at, before.size()));
        return result;
    }
}
