// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.mgmt.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What a call that must fail failed with. */
final class Failure {

    private Failure() {
    }

    static StoreException of(CompletableFuture<?> future) {
        CompletionException thrown = assertThrows(CompletionException.class, future::join);
        assertTrue(thrown.toString(), thrown.getCause() instanceof StoreException);
        return (StoreException) thrown.getCause();
    }
}
