// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.ResponseHeader;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.mgmt.store.StoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One request with one answer, within its time. A read that fails is asked again elsewhere; a write is
 * sent once and no more: only if it provably never left this process is it tried again. Lives on the loop.
 */
final class Call<Q, A> {

    /**
     * What is called.
     *
     * @param write false if asking twice does no harm
     * @param header of its answer, which names the cluster
     */
    record Kind<Q, A>(MethodDescriptor<Q, A> method, boolean write, Function<A, ResponseHeader> header) {
    }

    /** An answer, and who gave it. */
    record Answer<A>(A message, Endpoint from) {
    }

    private final Connection connection;
    private final Kind<Q, A> kind;
    private final Object what;
    private final Q request;
    private final CompletableFuture<Answer<A>> result = new CompletableFuture<>();
    private Duration timeout;
    private long deadlineNanos;
    private Optional<Endpoint> pinned = Optional.empty();
    private boolean anyCluster;

    /** @param what for messages; only made a text if the call fails */
    Call(Connection connection, Kind<Q, A> kind, Object what, Q request) {
        this.connection = connection;
        this.kind = kind;
        this.what = what;
        this.request = request;
        this.timeout = connection.settings().callTimeout();
        this.deadlineNanos = System.nanoTime() + timeout.toNanos();
    }

    /** Asks this endpoint and no other. */
    Call<Q, A> at(Endpoint endpoint) {
        pinned = Optional.of(endpoint);
        return this;
    }

    /** Takes the answer of whatever cluster the endpoint belongs to. */
    Call<Q, A> ofAnyCluster() {
        anyCluster = true;
        return this;
    }

    /** Has this much time in all, in the place of what is set for calls. */
    Call<Q, A> within(Duration time) {
        timeout = time;
        deadlineNanos = System.nanoTime() + time.toNanos();
        return this;
    }

    /** Has no more time than another call. */
    Call<Q, A> asLongAs(Call<?, ?> other) {
        deadlineNanos = other.deadlineNanos;
        return this;
    }

    /** Completes on the loop, or in the thread of the caller if the connection is closed. */
    CompletableFuture<Answer<A>> start() {
        failUnless(connection.threads().confined(() -> ask(Optional.empty())));
        return result;
    }

    private void ask(Optional<Endpoint> avoid) {
        if (pinned.isPresent()) {
            send(pinned.get());
            return;
        }
        connection.next(avoid, leftMillis(), found -> found.ifPresentOrElse(
                this::send, () -> fail(Failures.notSent(what.toString(), connection.problem()))));
    }

    private void send(Endpoint endpoint) {
        Sent sent = new Sent();
        CallOptions options = CallOptions.DEFAULT
                .withDeadlineAfter(patienceMillis(endpoint), TimeUnit.MILLISECONDS)
                .withStreamTracerFactory(sent);
        ClientCalls.asyncUnaryCall(
                endpoint.channel().newCall(kind.method(), options), request, new StreamObserver<A>() {
                    @Override
                    public void onNext(A message) {
                        connection.threads().confined(() -> answered(endpoint, message));
                    }

                    @Override
                    public void onError(Throwable thrown) {
                        Status status = Status.fromThrowable(thrown);
                        connection.threads().confined(() -> failed(endpoint, sent.left, status));
                    }

                    @Override
                    public void onCompleted() {
                        // The answer was all that mattered.
                    }
                });
    }

    private void answered(Endpoint endpoint, A message) {
        if (anyCluster || connection.isOurs(endpoint, kind.header().apply(message))) {
            // All reads and writes of keys are linearizable here; other answers may come from memory alone.
            if (KVGrpc.SERVICE_NAME.equals(kind.method().getServiceName())) {
                endpoint.proved();
            }
            result.complete(new Answer<>(message, endpoint));
        } else {
            fail(Failures.notSent(what.toString(), endpoint + " belongs to another cluster"));
        }
    }

    private void failed(Endpoint endpoint, boolean left, Status status) {
        if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
            // What comes next need not wait for it, too.
            endpoint.late();
        }
        boolean harmless = !kind.write() || !left;
        if (pinned.isEmpty() && harmless && Failures.mayPass(status) && leftMillis() > 0) {
            // Not at once: that the connection broke may be waiting to be told on the loop.
            failUnless(connection.threads().later(() -> ask(Optional.of(endpoint))));
        } else if (left) {
            fail(Failures.failed(what.toString(), kind.write(), endpoint, timeout.toMillis(), status));
        } else {
            fail(Failures.notSent(what.toString(), endpoint + ": " + Failures.reason(status)));
        }
    }

    private void failUnless(boolean open) {
        if (!open) {
            fail(Failures.notSent(what.toString(), "the connection is closed"));
        }
    }

    private void fail(StoreException failure) {
        result.completeExceptionally(failure);
    }

    /** A read leaves time for another endpoint, if there is one. */
    private long patienceMillis(Endpoint endpoint) {
        boolean another = pinned.isEmpty() && !kind.write() && connection.hasOtherThan(endpoint);
        return Math.max(1, another ? leftMillis() / 2 : leftMillis());
    }

    private long leftMillis() {
        return TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
    }

    /** Knows whether the request can have left this process: only then is there a stream for it. */
    private static final class Sent extends ClientStreamTracer.Factory {

        private volatile boolean left;

        @Override
        public ClientStreamTracer newClientStreamTracer(
                ClientStreamTracer.StreamInfo info, Metadata headers) {
            return new ClientStreamTracer() {
                @Override
                public void streamCreated(Attributes transport, Metadata sent) {
                    left = true;
                }
            };
        }
    }
}
