// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import org.osgi.framework.BundleContext;

/**
 * Where our own distribution is unpacked, as the launcher says; nothing says so in somebody's own
 * Felix.
 */
final class Home {

    private static final String PROPERTY = "mgmt.home";

    private Home() {
    }

    /** A path; empty if there is none. */
    static String of(BundleContext context) {
        String home = context.getProperty(PROPERTY);
        return home == null ? "" : home;
    }
}
