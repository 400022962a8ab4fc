// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.core.identity.Identity;
import io.mgmt.etcd.EtcdServer;
import io.mgmt.etcd.StartPlan;
import java.util.Objects;
import java.util.Optional;

/**
 * What was decided before anything is started; as a service of this bundle it tells that nothing
 * stands in the way of a start.
 *
 * @param identity {@link Identity.Found}, {@link Identity.StartOwn} or {@link Identity.ConnectOnly}
 * @param etcd absent only if neither a member is to run nor data is to be set aside
 * @param plan checked by {@link EtcdServer#preflight}; empty with {@code --no-server}
 */
record Prepared(Settings settings, Identity identity, Optional<EtcdServer> etcd,
        Optional<StartPlan> plan, Versions versions) {

    /** What this host runs, for {@code hosts/<host>}. */
    record Versions(String agent, String java) {
    }

    Prepared {
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(versions, "versions");
        if (plan.isPresent() && etcd.isEmpty()) {
            throw new IllegalArgumentException("a plan without a server");
        }
    }

    /** The data of an earlier identity is to be archived first. */
    boolean setsAside() {
        return identity.setsAside();
    }
}
