// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import io.mgmt.resource.Context;
import io.mgmt.resource.Watch;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** A context without an engine: waits in place, and is cancelled by the test. */
public final class PlainContext implements Context {

    private final Set<Runnable> actions = new LinkedHashSet<>();
    private volatile Optional<String> note = Optional.empty();
    private boolean isCancelled;

    @Override
    public synchronized boolean isCancelled() {
        return isCancelled;
    }

    /** Cancels the work, and runs what waits for that. */
    public void cancel() {
        Set<Runnable> due;
        synchronized (this) {
            isCancelled = true;
            due = new LinkedHashSet<>(actions);
            actions.clear();
        }
        due.forEach(Runnable::run);
    }

    @Override
    public Watch onCancel(Runnable action) {
        synchronized (this) {
            if (!isCancelled) {
                actions.add(action);
                return () -> forget(action);
            }
        }
        action.run();
        return Watch.NONE;
    }

    private synchronized void forget(Runnable action) {
        actions.remove(action);
    }

    @Override
    public void remember(String text) {
        note = Optional.of(text);
    }

    @Override
    public Optional<String> recall() {
        return note;
    }

    @Override
    public <T> T await(Callable<T> wait) throws Exception {
        return wait.call();
    }
}
