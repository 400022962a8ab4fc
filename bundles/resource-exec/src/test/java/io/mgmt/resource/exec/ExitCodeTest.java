// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public final class ExitCodeTest {

    @Test
    public void namesWhatShellsMeanByACode() {
        assertEquals("exit code 3", ExitCode.describe(3));
        assertEquals("exit code 126 (something in it may not be executed)", ExitCode.describe(126));
        assertEquals("exit code 127 (something in it was not found)", ExitCode.describe(127));
        assertEquals("exit code 137 (killed by SIGKILL)", ExitCode.describe(137));
        assertEquals("exit code 255", ExitCode.describe(255));
    }
}
