// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

/** The agent dies at this very moment: nothing that follows in its code happens. */
final class Crash extends Error {

    private static final long serialVersionUID = 1;

    Crash(String when) {
        super(when, null, false, false);
    }
}
