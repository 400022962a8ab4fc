// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

/** What a person has asked for cannot be done; the message says why, and what can. Nothing was changed. */
final class WrongInputException extends RuntimeException {

    WrongInputException(String message) {
        super(message);
    }
}
