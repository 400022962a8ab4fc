// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * The etcd process of this host at one moment.
 *
 * @param pid absent if there is no process
 * @param version of the binary, such as {@code 3.7.2}; empty until known
 * @param binary path of the executable; empty until known
 * @param adopted true if an earlier agent started it
 * @param exit how the last process ended; {@link Exit#NONE} if none did
 * @param message what a person should know; empty if nothing
 */
public record ServerStatus(State state, OptionalLong pid, String version, String binary, boolean adopted,
        Exit exit, String message) {

    /** What it does. */
    public enum State {
        /** Not asked to run. */
        STOPPED,
        /** The binary is being looked for or fetched. */
        PROVISIONING,
        /** The process runs and does not serve yet, perhaps for want of a quorum; that is no failure. */
        STARTING,
        /** Serves. */
        SERVING,
        /** Ended unasked; will be spawned again. */
        BACKING_OFF,
        /** Will not be spawned again without a new {@link EtcdServer#start}; see exit and message. */
        FAILED
    }

    /** Why a process ended, as far as its exit code and log tell. */
    public enum Exit {
        /** None has ended. */
        NONE,
        /** It was told to. */
        ASKED,
        /** Removed from the cluster; its data must not be started again. */
        REMOVED,
        /** Another process holds its port. */
        PORT_TAKEN,
        /** The start list is out of date, or the nomination is: read the member list again. */
        STALE_START_LIST,
        /** The cluster runs a version that this one cannot join. */
        INCOMPATIBLE,
        /** The data directory is damaged, or has forgotten its vote. */
        BROKEN_DATA,
        /** There is no etcd to run, and none could be had. */
        NO_BINARY,
        /** Anything else. */
        CRASHED
    }

    public ServerStatus {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(pid, "pid");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(binary, "binary");
        Objects.requireNonNull(exit, "exit");
        Objects.requireNonNull(message, "message");
    }

    /** Before anything was asked. */
    public static final ServerStatus STOPPED =
            new ServerStatus(State.STOPPED, OptionalLong.empty(), "", "", false, Exit.NONE, "");
}
