// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.identity;

import java.util.Objects;
import java.util.Optional;

/**
 * The number of voters that is in force.
 *
 * @param value 1 or more; 0 while nothing is known
 * @param note what a person should know about it, in a sentence; empty if nothing
 */
public record ClusterSize(int value, String note) {

    /** Nothing has been read yet. */
    public static final ClusterSize UNKNOWN = new ClusterSize(0, "");

    public ClusterSize {
        Objects.requireNonNull(note, "note");
    }

    /**
     * Takes over what an operator wrote, if it can be taken; else what is in force stays.
     *
     * @param text the value of the key; empty if there is no such key
     * @param voters how many voters there are: in force if nothing was before
     * @param most the largest size that is taken
     */
    public ClusterSize accept(Optional<String> text, int voters, int most) {
        int asked = text.isPresent() ? number(text.get().strip(), most) : 0;
        if (asked > 0) {
            return new ClusterSize(asked, asked == 2 || asked == 4
                    ? "idealClusterSize " + asked + " tolerates no more failures than "
                    + (asked - 1) + "." : "");
        }
        int stays = value > 0 ? value : Math.max(1, voters);
        return new ClusterSize(stays, text.isEmpty()
                ? "idealClusterSize is missing; " + stays
                + " stays in force. Set it with mgmt resize N."
                : "idealClusterSize \"" + shortened(text.get()) + "\" is no number from 1 to "
                + most + "; " + stays + " stays in force. Set it with mgmt resize N.");
    }

    /** 0 for what is no decimal number from 1 to the most. */
    private static int number(String text, int most) {
        // Longer ones are beyond any size, and might not fit into an int.
        if (text.isEmpty() || text.length() > 4) {
            return 0;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return 0;
            }
            number = number * 10 + digit - '0';
        }
        return number <= most ? number : 0;
    }

    private static String shortened(String text) {
        return text.length() <= 20 ? text : text.substring(0, 20) + "…";
    }
}
