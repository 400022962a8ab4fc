// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import java.util.Comparator;
import java.util.Objects;

/** A policy that is installed. */
record Installed<P>(Label label, P policy) {

    /** The best first, as the service registry has it: the higher ranking, then the older service. */
    static final Comparator<Installed<?>> BEST_FIRST =
            Comparator.<Installed<?>>comparingInt(one -> one.label().ranking()).reversed()
                    .thenComparingLong(one -> one.label().service());

    /**
     * How people know it. It does not hold the policy, and so may be kept longer than that.
     *
     * @param name of its bundle; with its class, if the bundle has several of a kind
     * @param version of its bundle
     * @param ranking the higher one decides
     * @param service the id of the service; of two with one ranking the lower decides
     * @param shadow it is asked, and never decides
     */
    record Label(String name, String version, int ranking, long service, boolean shadow) {
        Label {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(version, "version");
        }
    }

    Installed {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(policy, "policy");
    }
}
