// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import java.util.ArrayList;
import java.util.List;

/**
 * A command to be run.
 *
 * @param field where it stands in the resource, for messages
 * @param words the executable and its arguments; at least one
 * @param inShell the first word is a shell, the third what it is to do
 */
record Command(String field, List<String> words, boolean inShell) {

    /** Of a command in a log line or message; a script may be pages long. */
    private static final int MOST_SHOWN = 120;

    Command {
        words = List.copyOf(words);
    }

    static Command shell(String field, String shell, String script, List<String> args) {
        List<String> words = new ArrayList<>(List.of(shell, "-c", script));
        if (!args.isEmpty()) {
            words.add(shell);
            words.addAll(args);
        }
        return new Command(field, words, true);
    }

    /** On one line, as the person wrote it, cut if long. */
    @Override
    public String toString() {
        String line = inShell ? words.get(2).strip() : CommandLine.quote(words);
        line = line.replace('\n', ' ');
        return line.length() <= MOST_SHOWN ? line : line.substring(0, MOST_SHOWN) + "…";
    }
}
