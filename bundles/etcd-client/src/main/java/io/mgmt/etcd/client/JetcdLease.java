// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.mgmt.store.Lease;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A lease, renewed each third of its time; after a failure sooner and over any endpoint, so that an
 * outage shorter than two thirds of it does no harm. Its time counts from when the last successful
 * renewal was sent, so that we never count on it for longer than etcd does. Lives on the loop.
 */
final class JetcdLease implements Lease {

    /** As a stream that carries one message each way; repeating it does no harm. */
    private static final Call.Kind<LeaseKeepAliveRequest, LeaseKeepAliveResponse> RENEW =
            new Call.Kind<>(LeaseGrpc.getLeaseKeepAliveMethod(), false, LeaseKeepAliveResponse::getHeader);

    private static final long LONGEST_PAUSE_MILLIS = 500;

    private final Connection connection;
    private final JetcdStore store;
    private final long id;
    private final Duration ttl;
    private final CompletableFuture<String> lost = new CompletableFuture<>();
    private final CompletableFuture<String> lostForOthers = lost.copy();
    private final Runnable closer = () -> lose("the connection to etcd was closed");
    private volatile long confirmedNanos;
    private boolean over;
    private ScheduledFuture<?> next;

    JetcdLease(Connection connection, JetcdStore store, long id, Duration ttl, long confirmedNanos) {
        this.connection = connection;
        this.store = store;
        this.id = id;
        this.ttl = ttl;
        this.confirmedNanos = confirmedNanos;
    }

    void open() {
        boolean running = connection.threads().confined(() -> {
            connection.onClose(closer);
            renewAfter(ttl.toMillis() / 3);
        });
        if (!running) {
            lost.complete("the connection to etcd was closed");
        }
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public long confirmedMillisAgo() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - confirmedNanos);
    }

    @Override
    public CompletableFuture<String> lost() {
        return lostForOthers;
    }

    @Override
    public CompletableFuture<Void> revoke() {
        close();
        return store.revoke(id);
    }

    @Override
    public void close() {
        connection.threads().confined(this::end);
    }

    private void renew() {
        if (over) {
            return;
        }
        // Counted from before it is sent: etcd counts from later, so its time ends after ours.
        long asked = System.nanoTime();
        new Call<>(connection, RENEW, "renewal of lease " + Wire.hex(id),
                LeaseKeepAliveRequest.newBuilder().setID(id).build())
                .start()
                .whenComplete((answer, thrown) -> connection.threads().confined(() -> {
                    if (over) {
                        return;
                    }
                    if (thrown != null) {
                        retry(Calls.cause(thrown).getMessage());
                    } else if (answer.message().getTTL() <= 0) {
                        lose("etcd does not know lease " + Wire.hex(id) + " any more");
                    } else {
                        confirmedNanos = asked;
                        renewAfter(ttl.toMillis() / 3);
                    }
                }));
        // A call may take longer than what is left.
        next = connection.threads().loop()
                .schedule(this::loseIfItIsTime, leftMillis(), TimeUnit.MILLISECONDS);
    }

    private void retry(String why) {
        if (leftMillis() <= 0) {
            lose("lease " + Wire.hex(id) + " was not confirmed for " + ttl.toSeconds() + " s: " + why);
        } else {
            long pause = Math.min(LONGEST_PAUSE_MILLIS, ttl.toMillis() / 12);
            renewAfter(Math.min(pause, leftMillis()));
        }
    }

    private void loseIfItIsTime() {
        if (leftMillis() <= 0) {
            lose("lease " + Wire.hex(id) + " was not confirmed for " + ttl.toSeconds() + " s: "
                    + connection.problem());
        }
    }

    private void renewAfter(long millis) {
        cancelNext();
        if (!over) {
            next = connection.threads().loop()
                    .schedule(this::renew, Math.max(0, millis), TimeUnit.MILLISECONDS);
        }
    }

    /** Until its time is over; rounded up, so that a timer for it does not come too early. */
    private long leftMillis() {
        return ttl.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - confirmedNanos);
    }

    private void lose(String why) {
        if (!over) {
            end();
            connection.threads().callback(() -> lost.complete(why));
        }
    }

    private void end() {
        over = true;
        cancelNext();
        connection.forget(closer);
    }

    private void cancelNext() {
        if (next != null) {
            next.cancel(false);
        }
    }
}
