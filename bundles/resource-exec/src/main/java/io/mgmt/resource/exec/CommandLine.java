// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import io.mgmt.resource.InvalidResourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Splits a command into words by the quoting rules of POSIX (Shell Command Language, 2.2), without
 * any expansion.
 */
final class CommandLine {

    /** What only a shell can do; as a word of its own and not quoted it is a mistake. */
    private static final Set<String> OPERATORS =
            Set.of("|", "||", "&", "&&", ";", "<", ">", ">>", "2>", "2>>", "2>&1", "&>");

    private final String field;
    private final String text;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private boolean quoted;
    private int at;

    private CommandLine(String field, String text) {
        this.field = field;
        this.text = text;
    }

    /**
     * @param field for messages
     * @return at least one word
     * @throws InvalidResourceException for an unbalanced quote, a backslash at the end, an operator
     *     of the shell, or no word at all
     */
    static List<String> split(String field, String text) throws InvalidResourceException {
        return new CommandLine(field, text).words();
    }

    /** The words as one text that {@link #split}, or a POSIX shell, takes apart again. */
    static String quote(List<String> words) {
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            line.append(line.length() == 0 ? "" : " ").append(quote(word));
        }
        return line.toString();
    }

    private static String quote(String word) {
        boolean plain = !word.isEmpty();
        for (int i = 0; i < word.length() && plain; i++) {
            char c = word.charAt(i);
            plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                    || "_-./:=,+@%".indexOf(c) >= 0;
        }
        return plain ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private List<String> words() throws InvalidResourceException {
        while (at < text.length()) {
            char c = text.charAt(at++);
            switch (c) {
                case ' ', '\t', '\n', '\r' -> endWord();
                case '\'' -> single();
                case '"' -> twice();
                case '\\' -> escaped();
                default -> append(c);
            }
        }
        endWord();
        if (words.isEmpty()) {
            throw new InvalidResourceException(field, field + " is empty", "Name an executable.");
        }
        return List.copyOf(words);
    }

    private void append(char c) {
        inWord = true;
        word.append(c);
    }

    private void endWord() throws InvalidResourceException {
        if (!inWord) {
            return;
        }
        if (!quoted && OPERATORS.contains(word.toString())) {
            throw new InvalidResourceException(field,
                    field + " has \"" + word + "\", which only a shell understands",
                    "Add shell: /bin/sh, or quote it: '" + word + "'.");
        }
        words.add(word.toString());
        word.setLength(0);
        inWord = false;
        quoted = false;
    }

    private void single() throws InvalidResourceException {
        int open = at;
        int close = text.indexOf('\'', at);
        if (close < 0) {
            throw unbalanced('\'', open);
        }
        word.append(text, at, close);
        inWord = true;
        quoted = true;
        at = close + 1;
    }

    private void twice() throws InvalidResourceException {
        int open = at;
        inWord = true;
        quoted = true;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return;
            }
            if (c == '\\' && at < text.length() && "\\\"$`\n".indexOf(text.charAt(at)) >= 0) {
                c = text.charAt(at++);
                if (c == '\n') {
                    continue;
                }
            }
            word.append(c);
        }
        throw unbalanced('"', open);
    }

    private void escaped() throws InvalidResourceException {
        if (at == text.length()) {
            throw new InvalidResourceException(field, field + " ends with a backslash: " + text,
                    "Write \\\\ for a backslash, or put it in single quotes.");
        }
        char c = text.charAt(at++);
        if (c != '\n') {
            quoted = true;
            append(c);
        }
    }

    /** @param open the position of the quote, from 1 */
    private InvalidResourceException unbalanced(char quote, int open) {
        return new InvalidResourceException(field,
                field + " has a " + quote + " at character " + open + " that nothing closes: "
                + text,
                "Close it, or write \\" + quote + " where you mean the character itself.");
    }
}
