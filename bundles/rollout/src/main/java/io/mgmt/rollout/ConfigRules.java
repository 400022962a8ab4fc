// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import java.util.Map;
import java.util.Optional;

/** What may be configured for all hosts at once. */
final class ConfigRules {

    private static final String EACH_ITS_OWN = "each host has its own; see mgmt run --help";
    private static final String ALL_AT_ONCE = "to change it would restart that part on all hosts at the same moment,"
            + " and with it the cluster; start the agents one by one with --set";

    private static final Map<String, String> REFUSED = Map.of(
            "io.mgmt.host", "it says who a host is, so " + EACH_ITS_OWN,
            "io.mgmt.membership", "it says which member a host is, and " + ALL_AT_ONCE,
            "io.mgmt.etcd.server", "it says which etcd a host runs, so " + EACH_ITS_OWN,
            "io.mgmt.etcd.client", ALL_AT_ONCE,
            "io.mgmt.engine", "it says which graph a host runs, so " + EACH_ITS_OWN);

    private ConfigRules() {
    }

    /** Why this configuration is not one for all hosts, as a clause; empty if it may be. */
    static Optional<String> refusal(String pid) {
        if (!pid.matches("[A-Za-z0-9][A-Za-z0-9._~-]{0,199}")) {
            return Optional.of("it is no PID: 1 to 200 of A-Z a-z 0-9 . _ ~ - make one");
        }
        return Optional.ofNullable(REFUSED.get(pid));
    }

    /** Why this property is not to be set, as a clause; empty if it may be. */
    static Optional<String> refusal(String pid, String property) {
        if (!property.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}")) {
            return Optional.of("it is no name of a property: 1 to 200 of A-Z a-z 0-9 . _ - make one,"
                    + " and it does not begin with . or -");
        }
        return property.startsWith("service.") && !Types.isCommon(property)
                || property.startsWith("felix.fileinstall.") ? Optional.of("it belongs to the framework") : Optional.empty();
    }
}
