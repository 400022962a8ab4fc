// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.agent.HostName;
import io.mgmt.cluster.ClusterReport;
import io.mgmt.cluster.Host;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.Test;

public class AgentStatusTest {

    /** A host that is only described. */
    private record Described(HostName name, UUID id, Path stateDirectory, boolean isTemporary) implements Host {
    }

    private static AgentStatus status(String... notes) {
        Host host = new Described(new HostName("h1"), new UUID(1, 2), Path.of("/state/h1"), false);
        return new AgentStatus(host, 4242, Optional.empty(), Optional.of(new ClusterReport("voter", "c0ffee", 3,
                List.of(), true, List.of(notes))), Optional.empty());
    }

    @Test
    public void showsTheMembersBelowTheHost() {
        assertEquals("""
                host       h1, process 4242, id 00000000-0000-0001-0000-000000000002
                state in   /state/h1
                cluster    voter, cluster c0ffee, ideal size 3
                endpoints  none
                members    3 voters
                  ! h2 is dead
                  HOST
                """, status().text("3 voters\n! h2 is dead\nHOST\n"));
    }

    @Test
    public void saysNothingTwice() {
        String text = status("the size is wrong", "no protection").text("1 voter\n! the size is wrong\n");
        assertFalse(text, text.contains("note       the size is wrong"));
        assertTrue(text, text.contains("note       no protection\n"));
        assertFalse("nothing without a part in a cluster", status().text("").contains("members"));
    }

    @Test
    public void jsonHoldsTheMembersInTheCluster() {
        Map<?, ?> cluster = (Map<?, ?>) status("n").json(Map.of("voters", 3)).get("cluster");
        assertEquals(List.of("voter", 3, List.of("n")), List.of(cluster.get("role"), cluster.get("voters"),
                cluster.get("notes")));
    }
}
