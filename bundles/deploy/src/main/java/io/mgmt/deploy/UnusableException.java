// SPDX-License-Identifier: Apache-2.0
package io.mgmt.deploy;

/** A file that cannot be used: why, and what a person can do about it. */
final class UnusableException extends Exception {

    private static final long serialVersionUID = 1;

    private final String remedy;
    private final boolean mayPass;

    UnusableException(String reason, String remedy) {
        this(reason, remedy, false);
    }

    /** @param mayPass whether something that happens elsewhere can mend it */
    UnusableException(String reason, String remedy, boolean mayPass) {
        super(reason);
        this.remedy = remedy;
        this.mayPass = mayPass;
    }

    boolean mayPass() {
        return mayPass;
    }

    String remedy() {
        return remedy;
    }
}
