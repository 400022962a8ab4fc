// SPDX-License-Identifier: Apache-2.0
package io.mgmt.cluster;

/** What a member and its agent are like together: does its etcd answer, and is its session alive? */
public enum Health {
    /** Its etcd answers and its session is alive. */
    HEALTHY,
    /** Its etcd answers, but its session is gone: the agent has died or was stopped, and etcd serves on. */
    ORPHAN,
    /** Its etcd does not answer, but its session is alive. */
    DOWN,
    /** Neither. */
    DEAD;

    /**
     * Puts the two together.
     *
     * @param answers its etcd does
     * @param session that of its agent is alive
     */
    public static Health of(boolean answers, boolean session) {
        if (answers) {
            return session ? HEALTHY : ORPHAN;
        }
        return session ? DOWN : DEAD;
    }

    /** True if its vote counts on: its etcd answers. */
    public boolean isLive() {
        return this == HEALTHY || this == ORPHAN;
    }
}
