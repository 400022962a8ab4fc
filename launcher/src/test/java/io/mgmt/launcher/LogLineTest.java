// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;

import org.junit.Test;

public class LogLineTest {

    @Test
    public void showsAValueWithoutItsEscapesOnOneLine() {
        assertEquals("h1 failed exec[a]: reason=\"\"echo \"b \\ c\"\" ended with exit code 3. Its last lines: | one"
                + " | two\" tries=1 next=\"x\"",
                LogLine.readable("h1 failed exec[a]: reason=\"\\\"echo \\\"b \\\\ c\\\"\\\" ended with exit code 3."
                        + " Its last lines:\\n    one\\r\\n  two\" tries=1 next=\"x\""));
    }

    /** Not every line of the log was escaped before. */
    @Test
    public void putsAValueWithRealLineEndsOnOneLineToo() {
        assertEquals("h1 etcd failed: message=\"taken. | Stop it.\" exit=2",
                LogLine.readable("h1 etcd failed: message=\"taken.\n  Stop it.\" exit=2"));
    }

    @Test
    public void leavesWhatIsNotInQuotesAsItIs() {
        String plain = "h1 applied file[/tmp/a\\nb]: drift=x \"c\\nd\"";
        assertEquals(plain, LogLine.readable(plain));
        String list = "h1 graph file is wrong\ng.yaml:1:1: \"foo\" is not a key\n  Known: graph.";
        assertEquals(list, LogLine.readable(list));
        String simple = "h1 converged: graph=\"g\"";
        assertSame(simple, LogLine.readable(simple));
    }

    @Test
    public void survivesALineThatEndsInABackslash() {
        assertEquals("a=\"b\\", LogLine.readable("a=\"b\\"));
    }
}
