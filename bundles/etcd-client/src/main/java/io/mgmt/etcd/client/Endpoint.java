// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.ResponseHeader;
import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One client URL of etcd, probed all the time. It serves while the last probe, a linearizable read, was
 * answered and the connection that it came through still stands; whoever answers on a new connection is
 * looked at before anything is asked of it. What it answers meanwhile takes the place of probes. Lives on the
 * loop.
 */
final class Endpoint {

    /** What an endpoint tells its connection; called on the loop. */
    interface Owner {
        /** A probe was answered. The endpoint serves only if this returns true. */
        boolean answered(Endpoint endpoint, ResponseHeader header);

        /** It serves, as a probe has just shown. */
        void serves(Endpoint endpoint);

        /** A probe failed, or the connection broke. */
        void silent(Endpoint endpoint);
    }

    /** How long after a failure it is asked again: from this, doubled each time, to the probe interval. */
    private static final long FIRST_PAUSE_MILLIS = 50;
    /** A new etcd on this host is found within this time; later within the probe interval. */
    private static final long NUDGE_MILLIS = 100;
    private static final int NUDGES = 100;
    /** A probe that takes longer is late; a member that is well answers within some milliseconds. */
    private static final long LATE_MILLIS = 300;

    private final URI url;
    private final Threads threads;
    private final Settings settings;
    private final Owner owner;
    private final ManagedChannel channel;
    /** What is told when it stops to serve: the streams that go through it. */
    private final Set<Runnable> streams = new LinkedHashSet<>();

    private boolean serves;
    private boolean late;
    private boolean probing;
    private boolean closed;
    private int failures;
    private int nudges;
    /** When it last did what only a member in step with a quorum can. */
    private long provedNanos;
    private String problem = "it has not answered yet";
    /** The next probe or, during one, the next nudge. */
    private ScheduledFuture<?> next;

    Endpoint(URI url, Threads threads, Settings settings, Owner owner) {
        this.url = url;
        this.threads = threads;
        this.settings = settings;
        this.owner = owner;
        this.channel = Channels.to(url, threads);
    }

    void open() {
        watchState(channel.getState(false));
        probe();
    }

    URI url() {
        return url;
    }

    ManagedChannel channel() {
        return channel;
    }

    boolean serves() {
        return serves;
    }

    /** It owes an answer for longer than usual: others are to be asked first, if they serve. */
    boolean isLate() {
        return late;
    }

    /** Failed probes in a row. */
    int failures() {
        return failures;
    }

    /** Why it does not serve, in words. */
    String problem() {
        return problem;
    }

    /** The runnable is called, once, when this stops to serve. */
    void addStream(Runnable stopped) {
        streams.add(stopped);
    }

    void removeStream(Runnable stopped) {
        streams.remove(stopped);
    }

    /** Somebody had trouble with it: find out now. */
    void suspect() {
        if (!probing) {
            probe();
        }
    }

    /** Has just answered somebody what a probe asks, or more: a linearizable read, or a write. */
    void proved() {
        provedNanos = System.nanoTime();
    }

    /** Did not answer somebody in time. */
    void late() {
        late = true;
        suspect();
    }

    /** Ends it; calls that are under way have until the call time-out to be answered. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        cancelNext();
        stopServing("it was dropped");
        channel.shutdown();
        threads.loop().schedule(
                channel::shutdownNow, settings.callTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends it at once; calls that are under way fail. */
    void closeNow() {
        closed = true;
        cancelNext();
        channel.shutdownNow();
    }

    /** After {@link #closeNow}: waits until every call was told, and the socket is closed. */
    void awaitEnd(long atMostMillis) {
        try {
            channel.awaitTermination(atMostMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One that serves is asked only after it has proved nothing for the interval. */
    private void probeIfDue() {
        long silentMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - provedNanos);
        long leftMillis = settings.probeInterval().toMillis() - silentMillis;
        if (serves && leftMillis > 0) {
            probeAfter(leftMillis);
        } else {
            probe();
        }
    }

    private void probe() {
        if (closed) {
            return;
        }
        cancelNext();
        probing = true;
        nudges = 0;
        nudge();
        ask(CallOptions.DEFAULT.withWaitForReady(), this::answered, this::failed);
    }

    /** A call that waits for a connection is not told why there is none; one that does not wait is. */
    private void askWhy() {
        ask(CallOptions.DEFAULT, header -> { }, status -> problem = Failures.reason(status));
    }

    private void ask(CallOptions options, Consumer<ResponseHeader> answered, Consumer<Status> failed) {
        CallOptions inTime =
                options.withDeadlineAfter(settings.callTimeout().toMillis(), TimeUnit.MILLISECONDS);
        ClientCalls.asyncUnaryCall(
                channel.newCall(KVGrpc.getRangeMethod(), inTime), Wire.probe(),
                new StreamObserver<RangeResponse>() {
                    @Override
                    public void onNext(RangeResponse response) {
                        threads.confined(() -> answered.accept(response.getHeader()));
                    }

                    @Override
                    public void onError(Throwable thrown) {
                        threads.confined(() -> failed.accept(Status.fromThrowable(thrown)));
                    }

                    @Override
                    public void onCompleted() {
                        // The answer was all that mattered.
                    }
                });
    }

    /** gRPC waits up to two minutes before it connects again; an etcd that starts should be found sooner. */
    private void nudge() {
        boolean waits = channel.getState(true) == ConnectivityState.TRANSIENT_FAILURE;
        if (waits && (failures < NUDGES || nudges == 0)) {
            channel.resetConnectBackoff();
        }
        nudges++;
        late |= nudges > LATE_MILLIS / NUDGE_MILLIS;
        next = threads.loop().schedule(this::nudge, NUDGE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void answered(ResponseHeader header) {
        if (closed || !probing) {
            return;
        }
        probing = false;
        late = false;
        cancelNext();
        failures = 0;
        if (!owner.answered(this, header)) {
            return;
        }
        serves = true;
        proved();
        probeAfter(settings.probeInterval().toMillis());
        owner.serves(this);
    }

    private void failed(Status status) {
        if (closed || !probing) {
            return;
        }
        probing = false;
        failures++;
        stopServing(Failures.reason(status));
        if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            askWhy();
        }
        long pause = FIRST_PAUSE_MILLIS << Math.min(failures, 10);
        probeAfter(Math.min(pause, settings.probeInterval().toMillis()));
        owner.silent(this);
    }

    private void stopServing(String why) {
        problem = why;
        serves = false;
        for (Runnable stopped : List.copyOf(streams)) {
            streams.remove(stopped);
            stopped.run();
        }
    }

    private void watchState(ConnectivityState from) {
        channel.notifyWhenStateChanged(from, () -> threads.confined(this::stateChanged));
    }

    private void stateChanged() {
        if (closed) {
            return;
        }
        ConnectivityState now = channel.getState(false);
        if (serves && now != ConnectivityState.READY) {
            stopServing("the connection was lost");
            owner.silent(this);
            suspect();
        }
        watchState(now);
    }

    private void probeAfter(long millis) {
        cancelNext();
        next = threads.loop().schedule(this::probeIfDue, millis, TimeUnit.MILLISECONDS);
    }

    private void cancelNext() {
        if (next != null) {
            next.cancel(false);
        }
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
