// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import io.mgmt.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** Hands answers to those who asked, on threads that they may use. */
final class Calls {

    /** More calls at once than this have no hope to be answered in their time. */
    static final int MOST_AT_ONCE = 10_000;

    private final Connection connection;
    private final AtomicInteger underWay = new AtomicInteger();

    Calls(Connection connection) {
        this.connection = connection;
    }

    /** One call; see {@link Call}. */
    <Q, A, T> CompletableFuture<T> start(
            Call.Kind<Q, A> kind, Object what, Q request, Function<A, T> read) {
        Call<Q, A> call = new Call<>(connection, kind, what, request);
        return start(what, call::start, read);
    }

    /**
     * Calls, and completes what was asked for on a thread for others; reading big answers is done there, too.
     *
     * @param what for messages
     */
    <A, T> CompletableFuture<T> start(
            Object what, Supplier<CompletableFuture<Call.Answer<A>>> call, Function<A, T> read) {
        CompletableFuture<T> asked = new CompletableFuture<>();
        if (underWay.incrementAndGet() > MOST_AT_ONCE) {
            underWay.decrementAndGet();
            asked.completeExceptionally(
                    Failures.notSent(what.toString(), MOST_AT_ONCE + " calls are under way already"));
            return asked;
        }
        call.get().whenComplete((answer, thrown) -> connection.threads().callback(() -> {
            underWay.decrementAndGet();
            if (thrown != null) {
                asked.completeExceptionally(cause(thrown));
            } else {
                complete(asked, answer.message(), read);
            }
        }));
        return asked;
    }

    private static <A, T> void complete(CompletableFuture<T> asked, A answer, Function<A, T> read) {
        T value;
        try {
            value = read.apply(answer);
        } catch (RuntimeException unreadable) {
            asked.completeExceptionally(new StoreException(
                    StoreException.Effect.UNKNOWN, "etcd's answer cannot be read: " + unreadable, unreadable));
            return;
        }
        asked.complete(value);
    }

    /** What went wrong, without what CompletableFuture wraps around it. */
    static Throwable cause(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }
}
