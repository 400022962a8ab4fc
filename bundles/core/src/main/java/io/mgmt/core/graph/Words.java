// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Guesses which word a person meant. */
final class Words {

    /** How many slips a guess may assume. */
    private static final int MOST_SLIPS = 2;

    private Words() {
    }

    /**
     * The nearest of the known words, the first in their order if several are; empty if none is
     * near.
     */
    static Optional<String> nearest(String word, Collection<String> known) {
        String wanted = word.toLowerCase(Locale.ROOT);
        String best = null;
        // A short word must agree in more than half of its letters.
        int least = Math.min(MOST_SLIPS, (word.length() - 1) / 2) + 1;
        for (String candidate : known) {
            if (Math.abs(candidate.length() - word.length()) < least) {
                int slips = distance(wanted, candidate.toLowerCase(Locale.ROOT));
                if (slips < least) {
                    least = slips;
                    best = candidate;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /**
     * The edit distance: letters that are wrong, missing, too many, or swapped with their
     * neighbour.
     */
    static int distance(String a, String b) {
        int[][] rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            rows[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            rows[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int replaced = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                rows[i][j] = Math.min(replaced, Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
                boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
                }
            }
        }
        return rows[a.length()][b.length()];
    }
}
