// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

/** What happened to a vertex. */
public sealed interface VertexEvent {

    /** Its resource is there now. */
    record Attached() implements VertexEvent {
    }

    /** A predecessor is not in state, or nothing may start any more. */
    record Blocked() implements VertexEvent {
    }

    /** Every predecessor is in state. */
    record Unblocked() implements VertexEvent {
    }

    /** The watch is armed; ends {@link Action.Arm}. */
    record Armed() implements VertexEvent {
    }

    /** The watch could not be armed; ends {@link Action.Arm}. */
    record Unarmed(String reason) implements VertexEvent {
    }

    /** The watch reported something. */
    record Changed() implements VertexEvent {
    }

    /**
     * A predecessor was changed.
     *
     * @param refresh by an edge that notifies
     */
    record Poked(boolean refresh) implements VertexEvent {
    }

    /** Checked, and there was nothing to do; ends {@link Action.Run}. */
    record Settled() implements VertexEvent {
    }

    /** Changed or refreshed, and now in state; ends {@link Action.Run}. */
    record Applied() implements VertexEvent {
    }

    /** Checked, and left alone because of noop; ends {@link Action.Run}. */
    record Drifted(String drift) implements VertexEvent {
    }

    /**
     * Could not be checked, changed or refreshed; ends {@link Action.Run}.
     *
     * @param partly some of it was changed before
     */
    record Failed(String reason, boolean partly) implements VertexEvent {
    }

    /** The time of {@link Action.Wake} is over. */
    record Woken() implements VertexEvent {
    }

    /** It is not in the graph any more. */
    record Removed() implements VertexEvent {
    }

    /** It let go of everything; ends {@link Action.Close}. Nothing follows. */
    record Closed() implements VertexEvent {
    }
}
