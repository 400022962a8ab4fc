// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.identity;

import io.mgmt.cluster.MemberState;

/**
 * What a host is to do about its cluster when it starts.
 *
 * <p>The rules are those of "a host that has its state directory can never fork the cluster": who
 * has an identity never founds again by itself, and data is only set aside when somebody asked for
 * it.
 */
public sealed interface Identity {

    /** Why; for {@link Refuse} what is wrong, where, and how to fix it. Never empty. */
    String reason();

    /** The data is archived and the stored identity forgotten first. */
    default boolean setsAside() {
        return false;
    }

    /**
     * Found a new cluster of one, with a token of its own.
     *
     * @param setsAside the data is archived and the stored identity forgotten first
     */
    record Found(boolean setsAside, String reason) implements Identity {
    }

    /** Start the member that the data belongs to, or go on with a founding that was cut short. */
    record StartOwn(MemberState member, String reason) implements Identity {
    }

    /**
     * Run no etcd, and be a client at the seeds and the stored endpoints.
     *
     * @param setsAside the data is archived and the stored identity forgotten first
     */
    record ConnectOnly(boolean setsAside, String reason) implements Identity {
    }

    /**
     * Join a running cluster as a further member, through the seeds and the stored endpoints.
     *
     * @param setsAside the data is archived and the stored identity forgotten first
     */
    record Join(boolean setsAside, String reason) implements Identity {
    }

    /** Start nothing and change nothing. */
    record Refuse(String reason) implements Identity {
    }

    /** Decides; the same input always gives the same answer. */
    static Identity of(Stored stored, Wishes wishes) {
        return wishes.noServer() ? IdentityRules.client(stored, wishes)
                : IdentityRules.server(stored, wishes);
    }
}
