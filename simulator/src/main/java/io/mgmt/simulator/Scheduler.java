// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import java.util.Arrays;

/**
 * Time, and the order in which things happen: what is due first goes first, and of two things due at
 * once the one that was asked for first. Where nothing is due, time is skipped.
 */
final class Scheduler {

    /** More of them without any time passing is an endless loop in what is simulated. */
    private static final int MOST_AT_ONE_MOMENT = 100_000;

    /** Something that is to happen, until it is called off. */
    static final class Due {

        private final long nanos;
        private final long order;
        private Runnable action;

        private Due(long nanos, long order, Runnable action) {
            this.nanos = nanos;
            this.order = order;
            this.action = action;
        }

        void cancel() {
            action = null;
        }

        private boolean isBefore(Due other) {
            return nanos != other.nanos ? nanos < other.nanos : order < other.order;
        }
    }

    /** A binary heap. */
    private Due[] heap = new Due[1024];
    private int size;
    private long now;
    private long asked;
    private long fingerprint = 1;
    private int atOneMoment;
    private long happened;

    long now() {
        return now;
    }

    /** How many things have happened. */
    long happened() {
        return happened;
    }

    /** Of when everything happened, so far: equal in two runs only if they were the same. */
    long fingerprint() {
        return fingerprint;
    }

    /** Takes something into the fingerprint. */
    void note(long what) {
        fingerprint = Dice.mix(fingerprint * 31 + what);
    }

    /** @param delayNanos zero: after all that is due now already */
    Due after(long delayNanos, Runnable action) {
        Due due = new Due(now + Math.max(0, delayNanos), asked++, action);
        push(due);
        return due;
    }

    /**
     * Lets the next thing happen, if it is due until then; otherwise it is then.
     *
     * @return false if nothing was due
     */
    boolean stepUntil(long nanos) {
        while (size > 0 && heap[0].nanos <= nanos) {
            Due due = pop();
            if (due.action == null) {
                continue;
            }
            atOneMoment = due.nanos == now ? atOneMoment + 1 : 0;
            if (atOneMoment > MOST_AT_ONE_MOMENT) {
                throw new IllegalStateException("an endless loop: " + MOST_AT_ONE_MOMENT
                        + " things happen at once");
            }
            now = due.nanos;
            happened++;
            note(due.nanos ^ due.order << 20);
            due.action.run();
            return true;
        }
        now = Math.max(now, nanos);
        return false;
    }

    private void push(Due due) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        int at = size++;
        while (at > 0) {
            int parent = at - 1 >>> 1;
            if (!due.isBefore(heap[parent])) {
                break;
            }
            heap[at] = heap[parent];
            at = parent;
        }
        heap[at] = due;
    }

    private Due pop() {
        Due first = heap[0];
        Due last = heap[--size];
        heap[size] = null;
        if (size > 0) {
            int at = 0;
            int child = 1;
            while (child < size) {
                if (child + 1 < size && heap[child + 1].isBefore(heap[child])) {
                    child++;
                }
                if (!heap[child].isBefore(last)) {
                    break;
                }
                heap[at] = heap[child];
                at = child;
                child = 2 * at + 1;
            }
            heap[at] = last;
        }
        return first;
    }
}
