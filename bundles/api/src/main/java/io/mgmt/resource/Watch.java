// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource;

import org.osgi.annotation.versioning.ConsumerType;

/** Something that is being listened to, until it is closed. */
@ConsumerType
@FunctionalInterface
public interface Watch extends AutoCloseable {

    /** Listens to nothing. */
    Watch NONE = () -> { };

    /** Stops listening; may be called twice. */
    @Override
    void close();
}
