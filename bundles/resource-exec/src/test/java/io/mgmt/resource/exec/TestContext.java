// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import io.mgmt.resource.Context;
import io.mgmt.resource.Watch;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the engine would give, on the thread of the test. */
final class TestContext implements Context {

    private final List<Runnable> onCancel = new CopyOnWriteArrayList<>();
    private volatile Optional<String> note = Optional.empty();
    private volatile boolean cancelled;

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public Watch onCancel(Runnable action) {
        onCancel.add(action);
        if (cancelled) {
            action.run();
        }
        return () -> onCancel.remove(action);
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

    /** As for another resource. */
    void forget() {
        note = Optional.empty();
    }

    void cancel() {
        cancelled = true;
        onCancel.forEach(Runnable::run);
    }

    /** How many actions still wait for a cancellation. */
    int waiting() {
        return onCancel.size();
    }
}
