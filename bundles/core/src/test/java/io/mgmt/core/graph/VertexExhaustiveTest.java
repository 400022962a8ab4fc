// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.core.graph.Vertex.Task;
import io.mgmt.graph.Meta;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/**
 * Walks through every state that a vertex can reach by any sequence of events, and checks after
 * each that nothing was lost. The number of states is finite, so this is a proof for the promises
 * below.
 */
public class VertexExhaustiveTest {

    /** Failures are counted up to here: beyond every retry below, more make no difference. */
    private static final int ENOUGH_FAILURES = 4;

    /**
     * What an observer knows without looking into the vertex.
     *
     * @param unseen something happened that no check (or try to arm the watch before it) has begun
     *     after
     * @param refreshDue a refresh was asked for and did not run since
     * @param refreshDueAgain one was asked for while the one before it ran
     * @param untold it was changed, and the successors were not told
     * @param timer it is to be woken
     */
    private record Known(boolean unseen, boolean refreshDue, boolean refreshDueAgain,
            boolean untold, boolean timer,
            boolean armed, Task task, boolean refreshing, boolean removed) {
    }

    private record World(Vertex vertex, Known known) {
    }

    @Test
    public void losesNothingWhateverHappens() {
        int states = 0;
        for (int retry : new int[] {0, 2, -1}) {
            for (int poll : new int[] {0, 5}) {
                for (boolean noop : new boolean[] {false, true}) {
                    states += explore(new Meta(noop, retry, Duration.ZERO, Duration.ofSeconds(poll),
                            true, true));
                }
            }
        }
        assertTrue("only " + states + " states were reached", states > 5_000);
    }

    private static int explore(Meta meta) {
        World start = new World(Vertex.waiting(meta, ""),
                new Known(true, false, false, false, false, false, Task.NONE, false, false));
        Map<World, String> paths = new HashMap<>();
        Deque<World> open = new ArrayDeque<>();
        paths.put(start, "");
        open.add(start);
        while (!open.isEmpty()) {
            World world = open.poll();
            for (VertexEvent event : possible(world, meta)) {
                String path = paths.get(world) + " " + event;
                World next = step(world, event, path, meta);
                if (!paths.containsKey(next)) {
                    paths.put(next, path);
                    open.add(next);
                }
            }
        }
        return paths.size();
    }

    private static List<VertexEvent> possible(World world, Meta meta) {
        Vertex vertex = world.vertex;
        List<VertexEvent> events = new ArrayList<>();
        if (world.known.task == Task.CLOSED) {
            return events;
        }
        events.add(new VertexEvent.Changed());
        events.add(new VertexEvent.Poked(false));
        events.add(new VertexEvent.Poked(true));
        events.add(vertex.blocked() ? new VertexEvent.Unblocked() : new VertexEvent.Blocked());
        if (!vertex.attached()) {
            events.add(new VertexEvent.Attached());
        }
        if (!world.known.removed) {
            events.add(new VertexEvent.Removed());
        }
        if (world.known.timer) {
            events.add(new VertexEvent.Woken());
        }
        switch (world.known.task) {
            case ARM -> {
                events.add(new VertexEvent.Armed());
                events.add(new VertexEvent.Unarmed("no watch left"));
            }
            case RUN -> {
                events.add(new VertexEvent.Failed("it broke", false));
                if (meta.noop()) {
                    events.add(new VertexEvent.Drifted("mode"));
                } else {
                    events.add(new VertexEvent.Failed("it broke", true));
                    events.add(new VertexEvent.Applied());
                }
                if (!world.known.refreshing) {
                    events.add(new VertexEvent.Settled());
                }
            }
            case CLOSE -> events.add(new VertexEvent.Closed());
            default -> { }
        }
        return events;
    }

    private static World step(World world, VertexEvent event, String path, Meta meta) {
        Vertex.Step step = world.vertex.on(event);
        Known known = hear(world.known, event);
        for (Action action : step.actions()) {
            known = perform(known, action, world, step.next(), path, meta);
        }
        Vertex vertex = step.next();
        boolean free = vertex.attached() && !vertex.blocked() && !known.removed && known.task
                == Task.NONE;
        assertEquals(path, known.task, vertex.task());
        assertTrue("resting for ever:" + path, !vertex.resting() || known.timer || known.removed);
        assertTrue("an event is lost:" + path, !known.unseen || vertex.dirty() || known.removed);
        assertTrue("an event waits for nothing:" + path,
                !(free && known.unseen) || known.timer && vertex.resting());
        assertTrue("busy with nothing:" + path, !vertex.isBusy() || known.task != Task.NONE
                || known.timer);
        assertTrue("quiet too early:" + path, vertex.isBusy() || !(free && known.unseen));
        assertTrue("a refresh is lost:" + path,
                !known.refreshDue || vertex.refresh() || vertex.refreshing() || known.removed);
        assertTrue("in state too early:" + path, !vertex.isReady() || !known.unseen && !known.untold
                && known.armed);
        assertTrue("tries without end:" + path, meta.retry() < 0
                || vertex.failures() <= meta.retry() + 1);
        assertTrue("not polled:" + path, meta.poll().isZero() || !free || vertex.dirty()
                || known.timer);
        boolean ended = event instanceof VertexEvent.Settled || event instanceof VertexEvent.Applied
                || event instanceof VertexEvent.Drifted;
        assertFalse("successors do not hear of a change:" + path, ended && known.untold);
        if (known.removed && known.task == Task.NONE) {
            throw new AssertionError("removed and never closed:" + path);
        }
        int failures = Math.min(vertex.failures(), ENOUGH_FAILURES);
        return new World(new Vertex(vertex.meta(), vertex.attached(), vertex.blocked(),
                vertex.armed(), vertex.removed(), vertex.task(), vertex.dirty(), vertex.refresh(),
                vertex.refreshing(),
                vertex.resting(), vertex.owed(), failures, vertex.changes(), vertex.outcome(),
                vertex.reason()), known);
    }

    private static Known hear(Known k, VertexEvent event) {
        boolean asked = event instanceof VertexEvent.Poked poked && poked.refresh();
        boolean unseen = k.unseen || event instanceof VertexEvent.Changed
                || event instanceof VertexEvent.Poked
                || event instanceof VertexEvent.Armed;
        boolean again = k.refreshDueAgain || asked && k.refreshing;
        boolean due = k.refreshDue || asked;
        boolean untold = k.untold || event instanceof VertexEvent.Applied
                || event instanceof VertexEvent.Failed failed && failed.partly();
        boolean refreshing = k.refreshing;
        Task task = k.task;
        boolean ended = event instanceof VertexEvent.Applied || event instanceof VertexEvent.Settled
                || event instanceof VertexEvent.Drifted || event instanceof VertexEvent.Failed;
        if (ended) {
            if (refreshing && !(event instanceof VertexEvent.Failed)) {
                due = again;
            }
            refreshing = false;
            again = false;
        }
        if (ended || event instanceof VertexEvent.Armed || event instanceof VertexEvent.Unarmed) {
            task = Task.NONE;
        }
        if (event instanceof VertexEvent.Closed) {
            task = Task.CLOSED;
        }
        return new Known(unseen, due, again, untold, k.timer
                && !(event instanceof VertexEvent.Woken),
                k.armed || event instanceof VertexEvent.Armed, task, refreshing,
                k.removed || event instanceof VertexEvent.Removed);
    }

    private static Known perform(Known k, Action action, World before, Vertex after, String path,
            Meta meta) {
        if (action instanceof Action.Wake) {
            return new Known(k.unseen, k.refreshDue, k.refreshDueAgain, k.untold, true, k.armed,
                    k.task, k.refreshing, k.removed);
        }
        if (action instanceof Action.Poke) {
            return new Known(k.unseen, k.refreshDue, k.refreshDueAgain, false, k.timer, k.armed,
                    k.task, k.refreshing, k.removed);
        }
        assertEquals("two tasks at a time:" + path, Task.NONE, k.task);
        if (action instanceof Action.Close) {
            assertTrue("closed although it stays:" + path, k.removed);
            return new Known(k.unseen, k.refreshDue, k.refreshDueAgain, k.untold, false, k.armed,
                    Task.CLOSE, false, true);
        }
        assertFalse("begins although removed:" + path, k.removed);
        assertFalse("begins although blocked:" + path, after.blocked());
        assertTrue("begins without its resource:" + path, after.attached());
        if (action instanceof Action.Arm) {
            assertFalse("armed twice:" + path, k.armed);
            return new Known(false, k.refreshDue, k.refreshDueAgain, k.untold, k.timer, k.armed,
                    Task.ARM, false, false);
        }
        boolean refresh = ((Action.Run) action).refresh();
        assertTrue("checked before the watch is armed:" + path, k.armed);
        assertFalse("refreshed although noop:" + path, refresh && meta.noop());
        assertTrue("not refreshed:" + path, refresh || meta.noop() || !k.refreshDue);
        return new Known(false, k.refreshDue, false, k.untold, k.timer, true, Task.RUN, refresh,
                false);
    }
}
