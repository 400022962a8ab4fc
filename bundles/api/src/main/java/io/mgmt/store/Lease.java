// SPDX-License-Identifier: Apache-2.0
package io.mgmt.store;

import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/** A lease that is kept alive in the background. Keys written with it go when it goes. */
@ProviderType
public interface Lease extends AutoCloseable {

    long id();

    /** Milliseconds, of {@link System#nanoTime}'s clock, since the store last confirmed it. */
    long confirmedMillisAgo();

    /** Completes once, with the reason, when the lease is gone or may be; grant a new one then. */
    CompletableFuture<String> lost();

    /** Ends the lease, and with it its keys. */
    CompletableFuture<Void> revoke();

    /** Stops keeping it alive; it ends by itself after its time. */
    @Override
    void close();
}
