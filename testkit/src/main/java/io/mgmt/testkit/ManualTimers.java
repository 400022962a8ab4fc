// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import io.mgmt.agent.Timers;
import java.time.Duration;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Time that passes only when a test says so.
 *
 * <p>{@link #advance} runs what is due on the thread of the caller, in the order of due times; of
 * two that are due at once, the one that was asked for first goes first. So the same test does the
 * same in every run. Other threads may ask for timers; only one thread at a time may advance.
 */
public final class ManualTimers implements Timers {

    /** More actions than this without any time passing is an endless loop in what is tested. */
    public static final int MOST_AT_ONE_MOMENT = 1_000_000;

    private final long epochMillisAtStart;
    private final TreeSet<Entry> entries = new TreeSet<>();
    private Duration now = Duration.ZERO;
    private long asked;

    /** Begins at zero, and on the wall clock at 2026-01-01T00:00:00Z. */
    public ManualTimers() {
        this(1_767_225_600_000L);
    }

    /** @param epochMillisAtStart what the wall clock shows at the beginning */
    public ManualTimers(long epochMillisAtStart) {
        this.epochMillisAtStart = epochMillisAtStart;
    }

    @Override
    public synchronized Duration now() {
        return now;
    }

    @Override
    public synchronized long epochMillis() {
        return epochMillisAtStart + now.toMillis();
    }

    @Override
    public Timer after(Duration delay, Runnable action) {
        return add(delay.isNegative() ? Duration.ZERO : delay, Duration.ZERO, action);
    }

    /** @throws IllegalArgumentException for a period that is not positive */
    @Override
    public Timer every(Duration period, Runnable action) {
        if (period.isZero() || period.isNegative()) {
            throw new IllegalArgumentException("a period of " + period + "; it must be positive");
        }
        return add(period, period, action);
    }

    /**
     * Lets time pass and runs everything that becomes due, each at its own moment; what an action
     * asks for within that time runs too. An exception of an action reaches the caller, after its
     * period was kept up; the rest of the time then has not passed yet.
     *
     * @param time zero runs what is due already
     */
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time does not go back: " + time);
        }
        Duration until = now().plus(time);
        int atOneMoment = 0;
        Duration moment = now();
        for (Entry due = nextUntil(until); due != null; due = nextUntil(until)) {
            atOneMoment = due.due.equals(moment) ? atOneMoment + 1 : 0;
            moment = due.due;
            if (atOneMoment > MOST_AT_ONE_MOMENT) {
                throw new IllegalStateException(MOST_AT_ONE_MOMENT + " actions at " + moment
                        + ": an endless loop");
            }
            due.action.run();
        }
        synchronized (this) {
            now = until;
        }
    }

    /**
     * Lets time pass up to the next action and runs all that is due at that moment.
     *
     * @return false if nothing is waiting; then no time has passed
     */
    public boolean advanceToNext() {
        Duration wait;
        synchronized (this) {
            if (entries.isEmpty()) {
                return false;
            }
            wait = entries.first().due.minus(now);
        }
        advance(wait.isNegative() ? Duration.ZERO : wait);
        return true;
    }

    /** How many actions wait; a period counts once. */
    public synchronized int waiting() {
        return entries.size();
    }

    private synchronized Timer add(Duration delay, Duration period, Runnable action) {
        Entry entry = new Entry(now.plus(delay), asked++, period,
                Objects.requireNonNull(action, "action"));
        entries.add(entry);
        return entry;
    }

    /** The first that is due until then, taken out (or moved on by its period); null if none is. */
    private synchronized Entry nextUntil(Duration until) {
        if (entries.isEmpty() || entries.first().due.compareTo(until) > 0) {
            return null;
        }
        Entry first = entries.pollFirst();
        if (first.due.compareTo(now) > 0) {
            now = first.due;
        }
        Entry run = new Entry(now, first.order, Duration.ZERO, first.action);
        if (!first.period.isZero()) {
            // The same object goes back, so that the timer that the caller holds still closes it.
            first.due = first.due.plus(first.period);
            first.order = asked++;
            entries.add(first);
        }
        return run;
    }

    private final class Entry implements Timer, Comparable<Entry> {

        private Duration due;
        private long order;
        private final Duration period;
        private final Runnable action;

        Entry(Duration due, long order, Duration period, Runnable action) {
            this.due = due;
            this.order = order;
            this.period = period;
            this.action = action;
        }

        @Override
        public void close() {
            synchronized (ManualTimers.this) {
                entries.remove(this);
            }
        }

        @Override
        public int compareTo(Entry other) {
            int byTime = due.compareTo(other.due);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}
