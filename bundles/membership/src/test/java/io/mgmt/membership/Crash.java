// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

/** The agent of a test dies here, as after SIGKILL. */
final class Crash extends Error {

    Crash(String where) {
        super(where, null, false, false);
    }
}
