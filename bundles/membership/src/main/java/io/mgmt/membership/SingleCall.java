// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Calls out of a mailbox, one at a time: the next is made when the last was answered, even if its answer
 * does not count any more. For the mailbox only.
 */
final class SingleCall {

    private final Mailbox mailbox;
    private final Runnable dropped;
    /** Counts what made answers of earlier calls void, such as another store. */
    private int era;
    private boolean isBusy;
    private boolean isOver;

    /** @param dropped called within the mailbox when an answer came that does not count: the next call may be made */
    SingleCall(Mailbox mailbox, Runnable dropped) {
        this.mailbox = mailbox;
        this.dropped = dropped;
    }

    /** True while an answer is out. */
    boolean isBusy() {
        return isBusy;
    }

    /** What was asked before now does not count. */
    void forget() {
        era++;
    }

    /** No answer counts any more, and nothing is to be called. */
    void end() {
        isOver = true;
    }

    /**
     * Calls; must not be busy.
     *
     * @param then takes the answer, or what went wrong, within the mailbox
     */
    <T> void make(Supplier<CompletableFuture<T>> call, BiConsumer<T, Throwable> then) {
        int asked = era;
        isBusy = true;
        CompletableFuture<T> answer;
        try {
            answer = call.get();
        } catch (RuntimeException e) {
            // A service that goes away at this moment may throw; that is the same as a call that failed.
            answer = CompletableFuture.failedFuture(e);
        }
        // Not whenCompleteAsync: that would swallow what goes wrong in here.
        answer.whenComplete((value, e) -> mailbox.execute(() -> {
            isBusy = false;
            if (isOver) {
                return;
            }
            if (asked == era) {
                then.accept(value, e);
            } else {
                dropped.run();
            }
        }));
    }
}
