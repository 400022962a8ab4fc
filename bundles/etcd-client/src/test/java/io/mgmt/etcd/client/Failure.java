// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.mgmt.etcd.RefusedException;
import io.mgmt.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What a call that must fail failed with. */
final class Failure {

    private Failure() {
    }

    static StoreException of(CompletableFuture<?> future) {
        return of(StoreException.class, future);
    }

    /** Why etcd said no. */
    static RefusedException.Reason refusal(CompletableFuture<?> future) {
        return of(RefusedException.class, future).reason();
    }

    private static <E extends RuntimeException> E of(Class<E> type, CompletableFuture<?> future) {
        CompletionException thrown = assertThrows(CompletionException.class, future::join);
        assertTrue(thrown.toString(), type.isInstance(thrown.getCause()));
        return type.cast(thrown.getCause());
    }
}
