// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import io.mgmt.etcd.ServerStatus;
import io.mgmt.etcd.ServerStatus.Exit;
import io.mgmt.etcd.ServerStatus.State;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The present status, and who wants to hear of its changes: on a thread that nothing else waits
 * for.
 */
final class StatusBoard implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StatusBoard.class);

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean isRinging = new AtomicBoolean();
    private final ThreadPoolExecutor thread;
    private volatile ServerStatus status = ServerStatus.STOPPED;

    StatusBoard() {
        thread = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                task -> Daemon.thread("mgmt-etcd-status", task));
        thread.allowCoreThreadTimeOut(true);
    }

    ServerStatus status() {
        return status;
    }

    /** At once, so that who asked and looks does not see that nothing was asked. */
    synchronized void requested() {
        State state = status.state();
        if (state == State.STOPPED || state == State.FAILED) {
            set(new ServerStatus(State.PROVISIONING, OptionalLong.empty(), "", "", false, Exit.NONE,
                    ""));
        }
    }

    synchronized void set(ServerStatus next) {
        if (next.equals(status)) {
            return;
        }
        status = next;
        if (isRinging.compareAndSet(false, true)) {
            try {
                thread.execute(this::ring);
            } catch (RejectedExecutionException closed) {
                LOG.debug("status after the end: {}", next);
            }
        }
    }

    /** Changes that come while it rings make it ring once more. */
    private void ring() {
        isRinging.set(false);
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                // A listener's fault is its own; the others are told all the same.
                LOG.warn("a listener to the status of etcd failed", e);
            }
        }
    }

    AutoCloseable onChange(Runnable listener) {
        // An object of its own, so that the same listener can be there twice.
        Runnable entry = listener::run;
        listeners.add(entry);
        return () -> listeners.remove(entry);
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
