// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.identity;

/** The keys of the cluster that a host writes, all under {@link #ROOT}. */
public final class Keys {

    public static final String ROOT = "/_mgmt/";
    /** JSON: raft's heartbeat and election time-out, as the founder chose them. */
    public static final String TIMING = ROOT + "timing";
    /** Decimal: how many voters an operator wants. */
    public static final String IDEAL_CLUSTER_SIZE = ROOT + "idealClusterSize";

    /** Decimal: the last good {@link #IDEAL_CLUSTER_SIZE}. */
    public static final String ACCEPTED_SIZE = ROOT + "accepted/idealClusterSize";
    /** JSON: the membership call whose effect does not stand in the member list yet. */
    public static final String OP = ROOT + "op";
    public static final String HOSTS = ROOT + "hosts/";
    public static final String ENDPOINTS = ROOT + "endpoints/";
    public static final String VOLUNTEERS = ROOT + "volunteers/";
    public static final String NOMINATED = ROOT + "nominated/";
    public static final String STARTED = ROOT + "started/";
    public static final String BANNED = ROOT + "banned/";
    public static final String MEMORY = ROOT + "memory/";
    public static final String LEADER = ROOT + "leader/";
    public static final String DECISIONS = ROOT + "decisions/";

    private Keys() {
    }

    /** JSON: host id and member id of the member that the leader chose this host for. */
    public static String nominated(String host) {
        return NOMINATED + host;
    }

    /** Why the host is not to be chosen; goes when its back-off is over. */
    public static String banned(String host) {
        return BANNED + host;
    }

    /** JSON: what is remembered of a host beyond its session. */
    public static String memory(String host) {
        return MEMORY + host;
    }

    /**
     * JSON: one decision.
     *
     * @param revision of the view that it was made from; 20 digits, so that they sort
     */
    public static String decision(long revision) {
        String digits = Long.toString(revision);
        return DECISIONS + "0".repeat(20 - digits.length()) + digits;
    }

    /** JSON: all that others should know about the host. */
    public static String host(String host) {
        return HOSTS + host;
    }

    /** Peer URLs, comma separated: the host is willing to run a server. */
    public static String volunteer(String host) {
        return VOLUNTEERS + host;
    }

    /** Client URLs, comma separated: the host runs a voter that serves. */
    public static String endpoint(String host) {
        return ENDPOINTS + host;
    }

    /** JSON: host id and member id of the member that this host has started. */
    public static String started(String host) {
        return STARTED + host;
    }
}
