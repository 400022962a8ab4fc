// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import io.mgmt.agent.Timers;
import io.mgmt.core.graph.Node;
import io.mgmt.graph.VertexState;
import io.mgmt.resource.Resource;
import io.mgmt.resource.Watch;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** A vertex and what it holds on this host. Used by the dispatcher but where it says otherwise. */
final class Live {

    final Node node;
    final Made made;
    /** Used by the threads that work on it too. */
    final WorkContext context;
    /** Rung and not heard yet; so a watch that rings all the time has one event in the queue. */
    final AtomicBoolean rung = new AtomicBoolean();
    /** Used only by the task that works on it; tasks of one vertex follow each other. */
    Watch watch = Watch.NONE;
    /** What was logged last; used only by the dispatcher. */
    String told = "";
    /** Which state it was seen in, and since when, in epoch milliseconds; used only by the dispatcher. */
    VertexState seen;
    long seenSinceMillis;
    Timers.Timer timer;
    /** Which timer counts: one that was replaced may already be on its way. */
    long timerNumber;

    /** @param memory of all resources; outlives the engine */
    Live(Node node, Made made, Map<String, String> memory) {
        this.context = new WorkContext(new Recollection(memory, node.spec()));
        this.node = node;
        this.made = made;
    }

    /** Only of a vertex that was attached. */
    Resource resource() {
        return made.resource().orElseThrow();
    }

    /** Notes the state that it is in now, and when it came into it. */
    void see(long epochMillis) {
        VertexState now = node.vertex().state();
        if (now != seen) {
            seen = now;
            seenSinceMillis = epochMillis;
        }
    }

    void stopTimer() {
        timerNumber++;
        if (timer != null) {
            timer.close();
            timer = null;
        }
    }
}
