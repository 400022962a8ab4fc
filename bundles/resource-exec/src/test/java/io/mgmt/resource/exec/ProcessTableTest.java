// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import static io.mgmt.testkit.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
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

    /** Its session may be 0: the leader of it can live outside this PID namespace. */
    @Test
    public void knowsThisProcess() {
        long own = ProcessHandle.current().pid();
        assertTrue(ProcessTable.read().stream().anyMatch(entry -> entry.pid() == own));
    }

    @Test
    public void knowsTheSessionOfAProcess() throws Exception {
        Process leader = new ProcessBuilder("setsid", "sleep", "60").start();
        try {
            long id = leader.pid();
            eventually(Duration.ofSeconds(10), "it leads a session", () -> ProcessTable.read().stream()
                    .anyMatch(entry -> entry.equals(new ProcessTable.Entry(id, id, id))));
        } finally {
            leader.destroyForcibly();
        }
    }
}
