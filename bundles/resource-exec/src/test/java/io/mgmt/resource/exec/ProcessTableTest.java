// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Optional;
import org.junit.Test;

public final class ProcessTableTest {

    @Test
    public void readsGroupAndSessionBehindAnyName() {
        assertEquals(Optional.of(new ProcessTable.Entry(42, 7, 8)),
                ProcessTable.parse("42 (a) b (c)) S 1 7 8 0 -1 4194304 87 0"));
    }

    /** In a container nobody may ever reap them, so waiting for them would be for ever. */
    @Test
    public void leavesOutZombies() {
        assertEquals(Optional.empty(), ProcessTable.parse("42 (a) Z 1 7 8 0 -1"));
        assertEquals(Optional.empty(), ProcessTable.parse("42 (a) X 1 7 8 0 -1"));
    }

    @Test
    public void knowsThisProcess() {
        long own = ProcessHandle.current().pid();
        assertTrue(ProcessTable.read().stream()
                .anyMatch(entry -> entry.pid() == own && entry.session() != 0));
    }
}
