// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import static org.junit.Assert.assertEquals;

import io.mgmt.agent.Answer;
import io.mgmt.graph.GraphReport;
import io.mgmt.graph.Ref;
import io.mgmt.graph.VertexState;
import java.util.List;
import org.junit.Test;

public class ResourcesCommandTest {

    private static final long NOW = 1_000_000;

    private static Answer answer(GraphReport.Vertex... vertices) {
        return ResourcesCommand.answer(new GraphReport("g", "g.yaml", true, List.of(vertices), ""), NOW);
    }

    @Test
    public void showsEachResourceInALine() {
        Answer answer = answer(
                new GraphReport.Vertex(new Ref("exec", "e"), VertexState.FAILED, "exit code 1\n  of /bin/false", 0,
                        NOW - 180_000),
                new GraphReport.Vertex(new Ref("file", "motd"), VertexState.IN_STATE, "", 2, NOW - 3_000));
        assertEquals("""
                KIND  NAME  STATE     FOR    CHANGES  REASON
                exec  e     failed    3 min  0        exit code 1; of /bin/false
                file  motd  in state  3 s    2        -
                """, answer.text());
        assertEquals("{kind=file, name=motd, state=in state, sinceMillis=3000, changes=2, reason=}",
                answer.rows().get(1).toString());
        assertEquals("rows keep the reason as it is", "exit code 1\n  of /bin/false",
                answer.rows().get(0).get("reason"));
    }

    /** The clock of a machine may be set back. */
    @Test
    public void noStateLastsLessThanNothing() {
        assertEquals(0L, answer(new GraphReport.Vertex(new Ref("noop", "n"), VertexState.RUNNING, "", 0, NOW + 5_000))
                .rows().get(0).get("sinceMillis"));
    }

    @Test
    public void saysThatThereAreNone() {
        assertEquals("The graph g has no resources.\n", answer().text());
    }
}
