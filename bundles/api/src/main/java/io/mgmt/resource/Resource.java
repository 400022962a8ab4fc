// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource;

import io.mgmt.graph.Ref;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One thing on this host that is to be in a state. The engine calls {@link #check}, the changes and
 * {@link #refresh} one at a time; {@link #watch} is armed before the first check.
 */
@ConsumerType
public interface Resource extends AutoCloseable {

    /**
     * Compares, and never writes.
     *
     * @return what is to be done, in order; empty: in the desired state
     * @throws ResourceException if the state cannot be known
     */
    List<Change> check(Context context) throws ResourceException;

    /**
     * Reports that the state may have changed. A spurious report is fine, a missing one is a bug.
     * Returns once the watch is armed.
     *
     * @param changed may be called from any thread and returns at once
     */
    Watch watch(Context context, Runnable changed) throws ResourceException;

    /** Asked by a notify edge, after a change before it. */
    default void refresh(Context context) throws ResourceException {
    }

    /** What others may depend on, such as {@code file[/etc/x]}; for automatic edges. */
    default Set<Ref> provides() {
        return Set.of();
    }

    /** What this depends on where the graph has it; for automatic edges. */
    default Set<Ref> uses() {
        return Set.of();
    }

    /** Values that other resources may receive. */
    default Map<String, Object> sends() {
        return Map.of();
    }

    /** Resources of one kind with equal keys may be handled as one. */
    default Optional<String> groupKey() {
        return Optional.empty();
    }

    /** Lets go of what it holds; the host stays as it is. */
    @Override
    default void close() {
    }
}
