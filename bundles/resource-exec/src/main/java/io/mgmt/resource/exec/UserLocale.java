// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import java.util.Map;

/**
 * The locale of whoever started the agent. The start script gives the agent itself another one where it
 * is the plain C locale, in which Java cannot name files with letters beyond ASCII; it leaves what was
 * there before in a variable. Commands get it back.
 */
final class UserLocale {

    /** What {@code LC_ALL} was before the start script changed it; empty: it was not set. */
    private static final String BEFORE = "MGMT_USER_LC_ALL";

    private UserLocale() {
    }

    /** Changes the environment of a command; one that no start script changed stays as it is. */
    static void restore(Map<String, String> environment) {
        String before = environment.remove(BEFORE);
        if (before == null) {
            return;
        }
        if (before.isEmpty()) {
            environment.remove("LC_ALL");
        } else {
            environment.put("LC_ALL", before);
        }
    }
}
