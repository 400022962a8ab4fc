// SPDX-License-Identifier: Apache-2.0
package io.mgmt.store;

import java.util.Objects;

/** A call to the store that did not succeed. */
public final class StoreException extends RuntimeException {

    /** What is known about the effect. */
    public enum Effect {
        /** Nothing was written; safe to repeat. */
        NONE,
        /** A write may or may not have happened, or may still happen: read before you repeat. */
        UNKNOWN
    }

    private final Effect effect;

    public StoreException(Effect effect, String message, Throwable cause) {
        super(message, cause);
        this.effect = Objects.requireNonNull(effect, "effect");
    }

    public Effect effect() {
        return effect;
    }
}
