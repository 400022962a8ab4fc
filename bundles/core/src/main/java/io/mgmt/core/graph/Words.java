// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Guesses which word a person meant. */
final class Words {

    /** How many letters may be wrong, missing or too many: one slip, or two neighbours swapped. */
    private static final int MOST_SLIPS = 2;

    private Words() {
    }

    /** The nearest of the known words, the first in their order if several are; empty if none is near. */
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

    /** The edit distance of Levenshtein. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
