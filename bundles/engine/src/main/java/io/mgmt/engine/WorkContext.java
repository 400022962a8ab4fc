// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import io.mgmt.resource.Context;
import io.mgmt.resource.Watch;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The context of one resource, from its first watch to its end. */
final class WorkContext implements Context {

    private static final Logger LOG = LoggerFactory.getLogger(WorkContext.class);

    private final Set<Handle> handles = new LinkedHashSet<>();
    private final Recollection recollection;
    private boolean cancelled;

    WorkContext(Recollection recollection) {
        this.recollection = recollection;
    }

    @Override
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    @Override
    public Watch onCancel(Runnable action) {
        Handle handle = new Handle(action);
        synchronized (this) {
            if (!cancelled) {
                handles.add(handle);
                return () -> forget(handle);
            }
        }
        action.run();
        return Watch.NONE;
    }

    private synchronized void forget(Handle handle) {
        handles.remove(handle);
    }

    /** Asks the work to end; the actions run on this thread. */
    void cancel() {
        List<Handle> asked;
        synchronized (this) {
            cancelled = true;
            asked = List.copyOf(handles);
            handles.clear();
        }
        for (Handle handle : asked) {
            try {
                handle.action.run();
            } catch (RuntimeException e) {
                // A plug-in's mistake must not keep the others from being cancelled.
                LOG.warn("cancel failed: reason=\"a defect of the resource\"", e);
            }
        }
    }

    @Override
    public void remember(String note) {
        recollection.remember(note);
    }

    @Override
    public Optional<String> recall() {
        return recollection.recall();
    }

    @Override
    public <T> T await(Callable<T> wait) throws Exception {
        Blocker<T> blocker = new Blocker<>(wait);
        ForkJoinPool.managedBlock(blocker);
        if (blocker.failure != null) {
            throw blocker.failure;
        }
        return blocker.result;
    }

    /** Two equal actions are two. */
    private static final class Handle {
        private final Runnable action;

        Handle(Runnable action) {
            this.action = action;
        }
    }

    private static final class Blocker<T> implements ForkJoinPool.ManagedBlocker {

        private final Callable<T> wait;
        private T result;
        private Exception failure;
        private boolean done;

        Blocker(Callable<T> wait) {
            this.wait = wait;
        }

        @Override
        public boolean block() throws InterruptedException {
            try {
                result = wait.call();
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                // Thrown again by await(), with its own type.
                failure = e;
            }
            done = true;
            return true;
        }

        @Override
        public boolean isReleasable() {
            return done;
        }
    }
}
