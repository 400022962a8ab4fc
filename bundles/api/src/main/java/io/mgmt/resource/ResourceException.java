// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource;

/** A resource that could not be checked or changed. Trying again later may help. */
public class ResourceException extends Exception {

    /** @param message what happened, where, and how to fix it */
    public ResourceException(String message) {
        super(message);
    }

    /** @param message what happened, where, and how to fix it */
    public ResourceException(String message, Throwable cause) {
        super(message, cause);
    }
}
