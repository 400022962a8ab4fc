// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class GuessTest {

    private static final List<String> KNOWN = List.of("run", "status", "--seeds", "--server-urls", "-t");

    @Test
    public void findsTheWordThatWasMeant() {
        assertEquals(Optional.of("status"), Guess.nearest("statsu", KNOWN));
        assertEquals(Optional.of("--seeds"), Guess.nearest("--sedes", KNOWN));
        assertEquals(Optional.of("--server-urls"), Guess.nearest("--servr-url", KNOWN));
        assertEquals(Optional.of("--server-urls"), Guess.nearest("--server", KNOWN));
        assertEquals(Optional.of("run"), Guess.nearest("rum", KNOWN));
    }

    @Test
    public void guessesNothingThatIsFarAway() {
        assertEquals(Optional.empty(), Guess.nearest("bogus", KNOWN));
        assertEquals(Optional.empty(), Guess.nearest("-q", KNOWN));
        assertEquals(Optional.empty(), Guess.nearest("", KNOWN));
    }
}
