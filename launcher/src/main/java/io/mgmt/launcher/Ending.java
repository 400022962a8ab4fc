// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import io.mgmt.agent.Agent;
import java.util.concurrent.CompletableFuture;

/** Why and how the process is to end; the first reason decides. */
final class Ending implements Agent {

    /** A reason; the message is empty if there is nothing to say. */
    record Reason(int exitCode, String message) {
    }

    private final CompletableFuture<Reason> reason = new CompletableFuture<>();

    @Override
    public void end(int exitCode, String message) {
        reason.complete(new Reason(exitCode, message));
    }

    boolean isDecided() {
        return reason.isDone();
    }

    Reason await() {
        return reason.join();
    }
}
