// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import static org.junit.Assert.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.Test;

public class ScreenTest {

    private static final String WIPE = "\r\u001b[K";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    public void drawsTheLiveLineAgainBelowEachLogLine() {
        Screen screen = new Screen(out, true, false, 80, false);
        screen.live("3 of 4 in state");
        screen.print("h1 applied file[/x]");
        assertEquals(WIPE + "3 of 4 in state" + WIPE + "h1 applied file[/x]\n3 of 4 in state", written());
    }

    @Test
    public void cutsTheLiveLineSoThatItNeverWraps() {
        new Screen(out, true, false, 8, false).live("0123456789");
        assertEquals(WIPE + "0123456", written());
    }

    /** A pseudo-terminal that nobody has given a size, such as those of containers; it lost every log line. */
    @Test
    public void aTerminalWithoutAWidthIsAsWideAsUsual() {
        Screen screen = new Screen(out, true, false, 0, false);
        screen.live("x".repeat(100));
        screen.print("h1 leads");
        String live = "x".repeat(79);
        assertEquals(WIPE + live + WIPE + "h1 leads\n" + live, written());
    }

    @Test
    public void drawsNothingButLinesOutsideOfATerminal() {
        Screen screen = new Screen(out, false, false, 80, false);
        screen.live("3 of 4 in state");
        screen.print("h1 applied file[/x]");
        assertEquals("h1 applied file[/x]\n", written());
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
