// SPDX-License-Identifier: Apache-2.0
package io.mgmt.host;

/**
 * The agent cannot be this host; the message says what happened, where, and how to fix it. It has
 * no stack trace: the message is for a person, and the place in the code is of no use to them.
 */
final class WrongInputException extends RuntimeException {

    WrongInputException(String message, Throwable cause) {
        super(message, cause, false, false);
    }

    WrongInputException(String message) {
        this(message, null);
    }
}
