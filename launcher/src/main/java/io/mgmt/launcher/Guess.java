// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.util.Collection;
import java.util.Optional;

/** Guesses which of some words a person meant. */
final class Guess {

    /** How many letters may be wrong, missing, too many, or swapped with their neighbour. */
    private static final int MOST_SLIPS = 2;

    private Guess() {
    }

    /** The nearest; the first of several. Else one that begins with the word. */
    static Optional<String> nearest(String word, Collection<String> known) {
        // A short word must agree in more than half of its letters.
        int least = Math.min(MOST_SLIPS, (word.length() - 1) / 2) + 1;
        String best = null;
        for (String candidate : known) {
            int slips = slips(word, candidate);
            if (slips < least) {
                least = slips;
                best = candidate;
            }
        }
        if (best == null && word.length() > MOST_SLIPS + 1) {
            return known.stream().filter(candidate -> candidate.startsWith(word)).findFirst();
        }
        return Optional.ofNullable(best);
    }

    private static int slips(String a, String b) {
        int[][] rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    rows[i][j] = i + j;
                    continue;
                }
                int replaced = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                rows[i][j] = Math.min(replaced, Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
                }
            }
        }
        return rows[a.length()][b.length()];
    }
}
