// SPDX-License-Identifier: Apache-2.0
package io.mgmt.deploy;

/** A file that cannot be used: why, and what a person can do about it. */
final class UnusableException extends Exception {

    private static final long serialVersionUID = 1;

    private final String remedy;

    UnusableException(String reason, String remedy) {
        super(reason);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
