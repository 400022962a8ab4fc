// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import io.mgmt.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Calls to the store, for threads that may wait. */
final class Calls {

    /** The store has its own, shorter deadlines: this only keeps a defect from hanging a thread for ever. */
    private static final long MOST_SECONDS = 30;

    private Calls() {
    }

    /** Waits for the answer. */
    static <T> T await(CompletableFuture<T> call) throws InterruptedException {
        try {
            return call.get(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StoreException failure ? failure
                    : new StoreException(StoreException.Effect.UNKNOWN, String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new StoreException(StoreException.Effect.UNKNOWN, "no answer within " + MOST_SECONDS + " s", e);
        }
    }

    /** The same again if there was no answer. Only for what may happen twice. */
    static <T> T repeat(int mostTries, Supplier<CompletableFuture<T>> call) throws InterruptedException {
        for (int tries = 1;; tries++) {
            try {
                return await(call.get());
            } catch (StoreException e) {
                if (tries == mostTries) {
                    throw e;
                }
            }
        }
    }
}
