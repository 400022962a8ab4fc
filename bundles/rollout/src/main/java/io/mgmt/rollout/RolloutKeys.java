// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

/** The keys of what is deployed and configured for all hosts. */
final class RolloutKeys {

    private static final String ROOT = "/_mgmt/";
    /** JSON for each name: which bundle all hosts run. */
    static final String RELEASES = ROOT + "rollout/";
    /** The bundles themselves, in parts. */
    static final String PARTS = ROOT + "bundles/";
    /** JSON for each host: what became of it there. */
    static final String REPORTS = ROOT + "deployed/";
    /** Text for each property of each configuration. */
    static final String CONFIG = ROOT + "config/";
    /** Whose {@code mgmt deploy} is at work; there is one at a time. */
    static final String LOCK = ROOT + "deploying";
    /** Hosts that have a session; membership writes them. */
    static final String HOSTS = ROOT + "hosts/";

    private RolloutKeys() {
    }

    static String release(String name) {
        return RELEASES + name;
    }

    static String report(String host) {
        return REPORTS + host;
    }

    static String host(String host) {
        return HOSTS + host;
    }

    /** All parts of a bundle begin with it. */
    static String parts(String name, String sha256) {
        return PARTS + name + "/" + sha256 + "/";
    }

    /** @param number from 0 on; written with four digits, so that keys sort */
    static String part(String name, String sha256, int number) {
        String digits = Integer.toString(number);
        return parts(name, sha256) + "0".repeat(Math.max(0, 4 - digits.length())) + digits;
    }

    static String config(String pid, String property) {
        return CONFIG + pid + "/" + property;
    }
}
