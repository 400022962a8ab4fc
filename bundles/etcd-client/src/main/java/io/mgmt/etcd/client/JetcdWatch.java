// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import com.google.common.util.concurrent.MoreExecutors;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.mgmt.store.Event;
import io.mgmt.store.Store.Subscription;
import io.mgmt.store.WatchListener;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One watch. It goes through one endpoint at a time; when that one stops to serve, or the stream breaks,
 * it begins again at another one, right after the last revision that it saw. The next message is asked
 * for when the listener has returned, so that a slow one makes etcd wait and not our memory grow.
 */
final class JetcdWatch implements Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(JetcdWatch.class);

    /** A member that lost its leader then says so, instead of staying silent. */
    private static final Metadata.Key<String> HAS_LEADER =
            Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER);
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;
    /** How long closing waits for a listener that should return at once. */
    private static final long CLOSE_MILLIS = 1_000;

    private final Connection connection;
    private final String prefix;
    private final WatchListener listener;
    private final WatchBuffer buffer;
    private final Executor inOrder;
    private final ReentrantLock calling = new ReentrantLock();
    private final Consumer<Endpoint> beginAt = this::beginAt;
    private volatile boolean closed;
    private int failures;
    /** The stream in use; messages of older ones do not count. Only used on the loop. */
    private Optional<Stream> current = Optional.empty();

    JetcdWatch(Connection connection, String prefix, long fromRevision, WatchListener listener) {
        this.connection = connection;
        this.prefix = prefix;
        this.listener = listener;
        this.buffer = new WatchBuffer(fromRevision);
        this.inOrder = MoreExecutors.newSequentialExecutor(connection.threads()::callback);
    }

    void open() {
        connection.threads().confined(() -> begin(Optional.empty()));
    }

    @Override
    public void close() {
        closed = true;
        connection.threads().confined(() -> {
            connection.stopWaiting(beginAt);
            leave("closed");
        });
        waitForTheListener();
    }

    /** So that no call is seen after the end; bounded: the caller may hold what the listener wants. */
    private void waitForTheListener() {
        try {
            if (calling.tryLock(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                calling.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void begin(Optional<Endpoint> avoid) {
        if (!closed) {
            connection.nextForever(avoid, beginAt);
        }
    }

    private void beginAt(Endpoint endpoint) {
        if (!closed) {
            buffer.restart();
            Stream stream = new Stream(endpoint);
            current = Optional.of(stream);
            stream.open(Wire.watch(prefix, buffer.next()));
        }
    }

    private void again(Stream broken, String why) {
        LOG.debug("etcd watch broken: prefix={} endpoint={} next={} why=\"{}\"",
                prefix, broken.endpoint, buffer.next(), why);
        leave(why);
        long pause = failures == 0
                ? 0 : Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures, 10));
        failures++;
        connection.threads().loop().schedule(
                () -> begin(Optional.of(broken.endpoint)), pause, TimeUnit.MILLISECONDS);
    }

    private void leave(String why) {
        current.ifPresent(stream -> stream.cancel(why));
        current = Optional.empty();
    }

    private void received(Stream stream, WatchResponse response) {
        if (!connection.isOurs(stream.endpoint, response.getHeader())) {
            return;
        }
        if (response.getCompactRevision() > 0) {
            leave("compacted");
            inOrder.execute(() -> tell(() -> listener.compacted(response.getCompactRevision())));
            return;
        }
        if (response.getCanceled()) {
            again(stream, response.getCancelReason());
            return;
        }
        failures = 0;
        List<Event> events = buffer.add(response);
        if (events.isEmpty()) {
            stream.more();
            return;
        }
        inOrder.execute(() -> {
            tell(() -> listener.changed(events.get(events.size() - 1).entry().modRevision(), events));
            connection.threads().confined(stream::more);
        });
    }

    private void tell(Runnable call) {
        calling.lock();
        try {
            if (!closed) {
                call.run();
            }
        } catch (RuntimeException | Error mistake) {
            // The listener's mistake, and not a reason to keep later changes from it.
            LOG.error("etcd watch of {}: its listener {} failed; report it to whoever wrote that",
                    prefix, listener.getClass().getName(), mistake);
        } finally {
            calling.unlock();
        }
    }

    /** One stream of messages from one endpoint. */
    private final class Stream extends ClientCall.Listener<WatchResponse> {

        private final Endpoint endpoint;
        private final ClientCall<WatchRequest, WatchResponse> call;
        private final Runnable stopped = () -> ifCurrent(() -> again(this, "the endpoint does not serve"));

        Stream(Endpoint endpoint) {
            this.endpoint = endpoint;
            this.call = endpoint.channel().newCall(WatchGrpc.getWatchMethod(), CallOptions.DEFAULT);
        }

        void open(WatchRequest request) {
            Metadata headers = new Metadata();
            headers.put(HAS_LEADER, "true");
            endpoint.addStream(stopped);
            call.start(this, headers);
            call.sendMessage(request);
            call.request(1);
        }

        void more() {
            ifCurrent(() -> call.request(1));
        }

        void cancel(String why) {
            endpoint.removeStream(stopped);
            call.cancel(why, null);
        }

        @Override
        public void onMessage(WatchResponse response) {
            connection.threads().confined(() -> ifCurrent(() -> received(this, response)));
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            connection.threads().confined(() -> ifCurrent(() -> again(this, Failures.reason(status))));
        }

        private void ifCurrent(Runnable action) {
            if (current.isPresent() && current.get() == this) {
                action.run();
            }
        }
    }
}
