// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import io.mgmt.agent.Agent;

/** Something a person can mend: printed as it is, without a stack trace. */
final class UserException extends Exception {

    private final int exitCode;

    /** @param exitCode as in {@link Agent} */
    UserException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
