// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource;

import java.util.Objects;

/** A resource that asks for something that does not make sense. Trying again does not help. */
public final class InvalidResourceException extends Exception {

    private final String field;
    private final String remedy;

    /**
     * @param field the wrong field; may be absent from the resource if it is the one that is missing
     * @param message what is wrong, quoting the value
     * @param remedy how to fix it
     */
    public InvalidResourceException(String field, String message, String remedy) {
        super(message);
        this.field = Objects.requireNonNull(field, "field");
        this.remedy = Objects.requireNonNull(remedy, "remedy");
    }

    /** The wrong field. */
    public String field() {
        return field;
    }

    /** How to fix it. */
    public String remedy() {
        return remedy;
    }
}
