// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.identity;

/** The keys of the cluster that a host writes, all under {@link #ROOT}. */
public final class Keys {

    public static final String ROOT = "/_mgmt/";
    /** JSON: raft's heartbeat and election time-out, as the founder chose them. */
    public static final String TIMING = ROOT + "timing";
    /** Decimal: how many voters an operator wants. */
    public static final String IDEAL_CLUSTER_SIZE = ROOT + "idealClusterSize";

    private Keys() {
    }

    /** JSON: all that others should know about the host. */
    public static String host(String host) {
        return ROOT + "hosts/" + host;
    }

    /** Peer URLs, comma separated: the host is willing to run a server. */
    public static String volunteer(String host) {
        return ROOT + "volunteers/" + host;
    }

    /** Client URLs, comma separated: the host runs a voter that serves. */
    public static String endpoint(String host) {
        return ROOT + "endpoints/" + host;
    }

    /** JSON: host id and member id of the member that this host has started. */
    public static String started(String host) {
        return ROOT + "started/" + host;
    }
}
