// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.identity;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Optional;
import org.junit.Test;

public final class ClusterSizeTest {

    private static final ClusterSize FIVE = new ClusterSize(5, "");

    private static ClusterSize accept(ClusterSize before, String text) {
        return before.accept(Optional.ofNullable(text), 1, 9);
    }

    @Test
    public void takesEveryGoodValue() {
        for (int n = 1; n <= 9; n++) {
            assertEquals(n, accept(FIVE, Integer.toString(n)).value());
        }
        assertEquals(7, accept(FIVE, " 7\n").value());
    }

    @Test
    public void aBadValueChangesNothingAndIsNamed() {
        for (String bad : new String[] {"abc", "0", "-3", "+3", "70000", "10", "", " ", "3.0",
                "5 3", "٣", "1e1",
            "99999999999999999999"}) {
            ClusterSize size = accept(FIVE, bad);
            assertEquals(bad, 5, size.value());
            assertTrue(size.note(), size.note()
                    .contains("is no number from 1 to 9; 5 stays in force."));
            assertTrue(size.note(), size.note().contains("mgmt resize"));
        }
    }

    @Test
    public void aDeletedKeyChangesNothing() {
        assertEquals(new ClusterSize(5,
                "idealClusterSize is missing; 5 stays in force. Set it with mgmt resize N."),
                accept(FIVE, null));
    }

    @Test
    public void thePresentVotersAreInForceIfNothingElseIsKnown() {
        assertEquals(3, ClusterSize.UNKNOWN.accept(Optional.of("abc"), 3, 9).value());
        assertEquals(1, ClusterSize.UNKNOWN.accept(Optional.empty(), 0, 9).value());
    }

    @Test
    public void warnsOfEvenSizesThatBringNothing() {
        assertEquals("idealClusterSize 2 tolerates no more failures than 1.",
                accept(FIVE, "2").note());
        assertEquals("idealClusterSize 4 tolerates no more failures than 3.",
                accept(FIVE, "4").note());
        assertEquals("", accept(FIVE, "6").note());
    }

    @Test
    public void quotesLittleOfALongValue() {
        assertTrue(accept(FIVE, "x".repeat(100_000)).note().length() < 150);
    }
}
