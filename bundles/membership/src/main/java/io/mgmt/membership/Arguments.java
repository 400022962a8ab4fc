// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import java.util.ArrayList;
import java.util.List;

/**
 * What stands after the name of a command.
 *
 * @param flags those that begin with two hyphens
 * @param words the rest, in order
 */
record Arguments(List<String> flags, List<String> words) {

    Arguments {
        flags = List.copyOf(flags);
        words = List.copyOf(words);
    }

    static Arguments of(List<String> arguments) {
        List<String> flags = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (String argument : arguments) {
            (argument.startsWith("--") ? flags : words).add(argument);
        }
        return new Arguments(flags, words);
    }

    boolean isJson() {
        return flags.contains("--json");
    }

    /**
     * The number of voters that the only word asks for.
     *
     * @param most the largest that is taken
     * @throws WrongInputException quoting the word
     */
    int size(int most) {
        String word = words.size() == 1 ? words.get(0) : String.join(" ", words);
        try {
            int size = Integer.parseInt(word);
            if (size >= 1 && size <= most) {
                return size;
            }
        } catch (NumberFormatException e) {
            // Falls through: every wrong number gets the same message.
        }
        throw new WrongInputException("\"" + word + "\" is no size of a cluster. Ask for 1 to " + most
                + " voters; 3 or 5 are usual. Nothing was changed.");
    }
}
