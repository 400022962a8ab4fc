// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

import java.time.Duration;

/** What is to be done for a vertex. Of {@link Arm}, {@link Run} and {@link Close} one at a time. */
public sealed interface Action {

    /** Arm the watch, then say {@link VertexEvent.Armed} or {@link VertexEvent.Unarmed}. */
    record Arm() implements Action {
    }

    /**
     * Check and, unless it is noop, change; then say which of the four it was.
     *
     * @param refresh refresh it too, even if there is nothing to change
     */
    record Run(boolean refresh) implements Action {
    }

    /** Say {@link VertexEvent.Woken} after this time; replaces what was asked for before. */
    record Wake(Duration after) implements Action {
    }

    /**
     * Close the watch, then the resource, and forget the timer; then say {@link
     * VertexEvent.Closed}.
     */
    record Close() implements Action {
    }

    /** Tell the successors that this vertex was changed. */
    record Poke() implements Action {
    }
}
