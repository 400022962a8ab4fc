// SPDX-License-Identifier: Apache-2.0
package io.mgmt.agent;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * One part of an orderly end of the agent, as a service; the highest {@code service.ranking} goes
 * first. Only the launcher calls it: a bundle that is merely deactivated does not leave anything.
 */
@ConsumerType
public interface StopStep {

    /** Ranks, in the order in which the agent stops. */
    int WITHDRAW = 300;
    /** See {@link #WITHDRAW}: running resources come to their end. */
    int FINISH = 200;
    /** See {@link #WITHDRAW}: the member is replaced or kept, etcd stops, the session ends. */
    int LEAVE = 100;

    /** What a person is told that the agent waits for, such as {@code "2 running resources"}. */
    String waitsFor();

    /**
     * Does its part and returns when that is done. Bounded; an interrupt means "as it stands now".
     *
     * @param keepMember true to stop for a reboot, without leaving the cluster
     */
    void stop(boolean keepMember) throws InterruptedException;

    /** The second signal: cancels what still runs. May be called while {@link #stop} waits. */
    default void cancel() {
    }
}
