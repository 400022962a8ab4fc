// SPDX-License-Identifier: Apache-2.0
package io.mgmt.graph;

/** What a vertex of the running graph does at present. */
public enum VertexState {
    /** Its kind has no bundle here, or its predecessors are not in state yet. */
    WAITING,
    /** Is to be checked, being checked or being changed. */
    RUNNING,
    /** In the desired state. */
    IN_STATE,
    /** Would be changed, but for noop. */
    NOOP,
    /** Failed, and will be tried again. */
    RETRYING,
    /** Failed; tried again at the next event. */
    FAILED
}
