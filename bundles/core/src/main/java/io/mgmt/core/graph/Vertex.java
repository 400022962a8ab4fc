// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

import io.mgmt.graph.Meta;
import io.mgmt.graph.VertexState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Where one vertex stands: a value, and a function from a value and an event to the next value and
 * what is to be done.
 *
 * <p>What it promises: nothing is checked before the watch is armed; an event during a check leads
 * to another check; a refresh that was asked for stays pending until it ran; nothing begins while a
 * predecessor is not in state; one task at a time; a removed vertex is closed once, after its task.
 *
 * @param meta of the resource, with the agent's own noop in it
 * @param attached its resource is there
 * @param blocked nothing may begin
 * @param armed its watch is armed
 * @param removed it is not in the graph any more
 * @param task what is being done for it
 * @param dirty it is to be checked
 * @param refresh it is to be refreshed
 * @param refreshing the task refreshes it
 * @param resting nothing begins before it is woken
 * @param owed it was changed in part before it failed, and successors have not heard of it
 * @param failures in a row
 * @param changes in a row without a check that found nothing to do, up to {@link #MOST_CHANGES}
 * @param outcome of its last task
 * @param reason why it failed, waits or would be changed; else empty
 */
public record Vertex(Meta meta, boolean attached, boolean blocked, boolean armed, boolean removed,
        Task task, boolean dirty, boolean refresh, boolean refreshing, boolean resting,
        boolean owed,
        int failures, int changes, Outcome outcome, String reason) {

    /**
     * Own failures may ring the watch, so that even a delay of zero must not become a busy loop.
     */
    public static final Duration SHORTEST_DELAY = Duration.ofMillis(10);
    /** After so many changes in a row something else seems to write the same. */
    public static final int MOST_CHANGES = 8;
    /** The pause that both sides of such a fight get, so that it costs next to no processor. */
    public static final Duration FIGHT_PAUSE = Duration.ofMillis(100);

    /** What is being done for a vertex. */
    public enum Task { NONE, ARM, RUN, CLOSE, CLOSED }

    /** How the last task ended. */
    public enum Outcome { NONE, IN_STATE, NOOP, FAILED }

    /** The next value and what is to be done, in order. */
    public record Step(Vertex next, List<Action> actions) {
    }

    public Vertex {
        Objects.requireNonNull(meta, "meta");
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(reason, "reason");
    }

    /** A vertex without its resource yet; blocked until it is told otherwise. */
    public static Vertex waiting(Meta meta, String reason) {
        return new Vertex(meta, false, true, false, false, Task.NONE, true, false, false, false,
                false, 0, 0, Outcome.NONE, reason);
    }

    /** A vertex whose kind does not take its fields. */
    public static Vertex invalid(Meta meta, String reason) {
        return new Vertex(meta, false, true, false, false, Task.NONE, true, false, false, false,
                false, 0, 0, Outcome.FAILED, reason);
    }

    /**
     * The same, with what a former vertex of this name owes: a refresh that was asked for and did
     * not run.
     */
    Vertex heirOf(Vertex former) {
        return new Vertex(meta, attached, blocked, armed, removed, task, dirty,
                refresh || former.refresh || former.refreshing, refreshing, resting,
                owed || former.owed, failures, changes, outcome, reason);
    }

    /** True if successors may run. */
    public boolean isReady() {
        return attached && !removed && !dirty && task == Task.NONE
                && (outcome == Outcome.IN_STATE || outcome == Outcome.NOOP);
    }

    /** True if something is being done, or will be without any further event. */
    public boolean isBusy() {
        if (task != Task.NONE) {
            return task != Task.CLOSED;
        }
        return attached && !removed && (dirty && !blocked || resting && retries());
    }

    /** True while it is armed, checked or changed. */
    public boolean isRunning() {
        return task == Task.ARM || task == Task.RUN;
    }

    /** What a person is told. */
    public VertexState state() {
        if (isRunning()) {
            return VertexState.RUNNING;
        }
        if (!attached) {
            return outcome == Outcome.FAILED ? VertexState.FAILED : VertexState.WAITING;
        }
        if (resting && outcome == Outcome.FAILED && (dirty || retries())) {
            return VertexState.RETRYING;
        }
        if (dirty) {
            return blocked ? VertexState.WAITING : VertexState.RUNNING;
        }
        return switch (outcome) {
            case NONE -> VertexState.WAITING;
            case IN_STATE -> VertexState.IN_STATE;
            case NOOP -> VertexState.NOOP;
            case FAILED -> VertexState.FAILED;
        };
    }

    /** True if it failed and is tried again without an event. */
    private boolean retries() {
        return outcome == Outcome.FAILED && (meta.retry() < 0 || failures <= meta.retry());
    }

    /** What follows from the event. */
    public Step on(VertexEvent event) {
        Draft draft = new Draft(this);
        draft.take(event);
        draft.begin();
        return new Step(draft.vertex(), draft.actions);
    }

    /** The next value while it is being made. */
    private static final class Draft {

        private final Meta meta;
        private final List<Action> actions = new ArrayList<>(2);
        private boolean attached;
        private boolean blocked;
        private boolean armed;
        private boolean removed;
        private Task task;
        private boolean dirty;
        private boolean refresh;
        private boolean refreshing;
        private boolean resting;
        private boolean owed;
        private int failures;
        private int changes;
        private Outcome outcome;
        private String reason;

        Draft(Vertex v) {
            meta = v.meta;
            attached = v.attached;
            blocked = v.blocked;
            armed = v.armed;
            removed = v.removed;
            task = v.task;
            dirty = v.dirty;
            refresh = v.refresh;
            refreshing = v.refreshing;
            resting = v.resting;
            owed = v.owed;
            failures = v.failures;
            changes = v.changes;
            outcome = v.outcome;
            reason = v.reason;
        }

        Vertex vertex() {
            return new Vertex(meta, attached, blocked, armed, removed, task, dirty, refresh,
                    refreshing, resting, owed, failures, changes, outcome, reason);
        }

        void take(VertexEvent event) {
            if (event instanceof VertexEvent.Changed) {
                soil();
            } else if (event instanceof VertexEvent.Poked poked) {
                soil();
                refresh |= poked.refresh();
            } else if (event instanceof VertexEvent.Blocked) {
                blocked = true;
            } else if (event instanceof VertexEvent.Unblocked) {
                blocked = false;
            } else if (event instanceof VertexEvent.Attached) {
                attach();
            } else if (event instanceof VertexEvent.Armed) {
                end(Task.ARM);
                armed = true;
                dirty = true;
            } else if (event instanceof VertexEvent.Unarmed unarmed) {
                end(Task.ARM);
                fail(unarmed.reason());
            } else if (event instanceof VertexEvent.Settled) {
                end(Task.RUN);
                changes = 0;
                boolean unrefreshed = meta.noop() && refresh;
                succeed(unrefreshed ? Outcome.NOOP : Outcome.IN_STATE,
                        unrefreshed ? "would be refreshed" : "", false);
            } else if (event instanceof VertexEvent.Applied) {
                end(Task.RUN);
                changes = Math.min(changes + 1, MOST_CHANGES);
                succeed(Outcome.IN_STATE, "", true);
            } else if (event instanceof VertexEvent.Drifted drifted) {
                end(Task.RUN);
                succeed(Outcome.NOOP, drifted.drift(), false);
            } else if (event instanceof VertexEvent.Failed failed) {
                end(Task.RUN);
                owed |= failed.partly();
                fail(failed.reason());
            } else if (event instanceof VertexEvent.Woken) {
                wake();
            } else if (event instanceof VertexEvent.Removed) {
                removed = true;
            } else if (event instanceof VertexEvent.Closed) {
                end(Task.CLOSE);
                task = Task.CLOSED;
            }
        }

        /**
         * Whatever was wrong may be mended now, so that one that gave up gets all its tries again.
         */
        private void soil() {
            dirty = true;
            if (!resting && exhausted()) {
                failures = 0;
            }
        }

        private boolean exhausted() {
            return outcome == Outcome.FAILED && meta.retry() >= 0 && failures > meta.retry();
        }

        private void end(Task expected) {
            if (task != expected) {
                throw new IllegalStateException("the end of " + expected + " while the task is "
                        + task);
            }
            task = Task.NONE;
        }

        private void attach() {
            if (attached) {
                throw new IllegalStateException("attached twice");
            }
            attached = true;
            outcome = Outcome.NONE;
            reason = "";
        }

        private void succeed(Outcome how, String why, boolean changed) {
            failures = 0;
            refreshing = false;
            outcome = how;
            reason = why;
            if (changed || owed) {
                owed = false;
                actions.add(new Action.Poke());
            }
            if (changes == MOST_CHANGES) {
                resting = true;
                actions.add(new Action.Wake(FIGHT_PAUSE));
            } else {
                poll();
            }
        }

        private void fail(String why) {
            failures = failures == Integer.MAX_VALUE ? failures : failures + 1;
            refresh |= refreshing;
            refreshing = false;
            outcome = Outcome.FAILED;
            reason = why;
            resting = true;
            actions.add(new Action.Wake(meta.delay().compareTo(SHORTEST_DELAY) < 0 ? SHORTEST_DELAY
                    : meta.delay()));
        }

        private void wake() {
            if (!resting) {
                soil();
                return;
            }
            resting = false;
            if (dirty) {
                soil();
            } else if (outcome == Outcome.FAILED && !exhausted()) {
                dirty = true;
            } else {
                poll();
            }
        }

        private void poll() {
            if (!meta.poll().isZero()) {
                actions.add(new Action.Wake(meta.poll()));
            }
        }

        void begin() {
            if (task != Task.NONE) {
                return;
            }
            if (removed) {
                task = Task.CLOSE;
                actions.add(new Action.Close());
            } else if (attached && !blocked && !resting && dirty) {
                dirty = false;
                if (!armed) {
                    task = Task.ARM;
                    actions.add(new Action.Arm());
                } else {
                    task = Task.RUN;
                    refreshing = refresh && !meta.noop();
                    refresh &= !refreshing;
                    actions.add(new Action.Run(refreshing));
                }
            }
        }
    }
}
