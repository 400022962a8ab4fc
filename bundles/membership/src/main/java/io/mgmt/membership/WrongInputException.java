// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

/**
 * This host must not start, or a command must not run; the message says what is wrong, where, and how to fix it. It has no
 * stack trace: the message is for a person, and the place in the code is of no use to them.
 */
final class WrongInputException extends RuntimeException {

    WrongInputException(String message) {
        super(message, null, false, false);
    }
}
