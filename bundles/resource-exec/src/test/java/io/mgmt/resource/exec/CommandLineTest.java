// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.mgmt.resource.InvalidResourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;

public final class CommandLineTest {

    private static final String ALPHABET = "ab1 \t\n'\"\\$`|&;<>*?~#=%ä€-/.";

    @Test
    public void splitsAtBlanksOfAnyKind() throws InvalidResourceException {
        assertEquals(List.of("a", "b", "c"), CommandLine.split("cmd", "  a\tb \n c "));
    }

    @Test
    public void takesWhatIsInSingleQuotesAsItIs() throws InvalidResourceException {
        assertEquals(List.of("a b\\\"$x", ""), CommandLine.split("cmd", "'a b\\\"$x' ''"));
    }

    @Test
    public void keepsABackslashInDoubleQuotesUnlessItEscapesSomething()
            throws InvalidResourceException {
        assertEquals(List.of("\\n \" \\ $ `"),
                CommandLine.split("cmd", "\"\\n \\\" \\\\ \\$ \\`\""));
    }

    @Test
    public void joinsQuotedAndPlainParts() throws InvalidResourceException {
        assertEquals(List.of("--name=a b", "c d"), CommandLine.split("cmd", "--name='a b' c\\ d"));
    }

    @Test
    public void continuesALineAfterABackslash() throws InvalidResourceException {
        assertEquals(List.of("abc", "de"), CommandLine.split("cmd", "a\\\nbc \"d\\\ne\""));
    }

    @Test
    public void saysWhereAQuoteWasOpened() {
        assertEquals("ifcmd has a \" at character 6 that nothing closes: echo \"a b",
                invalid("ifcmd", "echo \"a b").getMessage());
        assertEquals("Close it, or write \\' where you mean the character itself.",
                invalid("cmd", "it's").remedy());
        assertEquals("cmd has a ' at character 3 that nothing closes: it's",
                invalid("cmd", "it's").getMessage());
    }

    @Test
    public void refusesABackslashAtTheEnd() {
        assertEquals("cmd ends with a backslash: a\\", invalid("cmd", "a\\").getMessage());
    }

    @Test
    public void refusesACommandOfBlanks() {
        assertEquals("watchcmd is empty", invalid("watchcmd", " \n").getMessage());
    }

    @Test
    public void refusesWhatOnlyAShellUnderstands() throws InvalidResourceException {
        InvalidResourceException e = invalid("cmd", "echo a > /tmp/x");
        assertEquals("cmd has \">\", which only a shell understands", e.getMessage());
        assertEquals("Add shell: /bin/sh, or quote it: '>'.", e.remedy());
        assertEquals(List.of("find", "-exec", "a", ";"),
                CommandLine.split("cmd", "find -exec a ';'"));
        assertEquals(List.of("a", "|"), CommandLine.split("cmd", "a \\|"));
    }

    @Test
    public void splitsWhatItQuotedIntoTheSameWords() throws InvalidResourceException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("CommandLineTest -Dseed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            List<String> words = words(random);
            assertEquals(words, CommandLine.split("cmd", CommandLine.quote(words)));
        }
    }

    /** Any text is split or refused with a remedy, and never anything else. */
    @Test
    public void answersAnyText() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("CommandLineTest -Dseed=" + seed);
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            try {
                assertTrue(CommandLine.split("cmd", word(random, 12)).size() > 0);
            } catch (InvalidResourceException e) {
                refused++;
                assertTrue(e.remedy(), e.remedy().endsWith("."));
            }
        }
        assertTrue("refused " + refused, refused > 1_000 && refused < 19_000);
    }

    static List<String> words(Random random) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(4); i++) {
            words.add(word(random, 8));
        }
        return words;
    }

    private static String word(Random random, int longest) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(longest + 1); i > 0; i--) {
            word.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return word.toString();
    }

    private static InvalidResourceException invalid(String field, String text) {
        InvalidResourceException e =
                assertThrows(InvalidResourceException.class, () -> CommandLine.split(field, text));
        assertEquals(field, e.field());
        return e;
    }
}
