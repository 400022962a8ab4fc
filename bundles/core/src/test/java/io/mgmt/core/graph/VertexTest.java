// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.mgmt.graph.Meta;
import io.mgmt.graph.VertexState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class VertexTest {

    private static final Action ARM = new Action.Arm();
    private static final Action RUN = new Action.Run(false);
    private static final Action REFRESH = new Action.Run(true);
    private static final Action POKE = new Action.Poke();

    private Vertex vertex;

    private List<Action> after(VertexEvent... events) {
        List<Action> actions = new ArrayList<>();
        for (VertexEvent event : events) {
            Vertex.Step step = vertex.on(event);
            vertex = step.next();
            actions.addAll(step.actions());
        }
        return actions;
    }

    private static Meta meta(int retry, int delayMillis, int pollSeconds) {
        return new Meta(false, retry, Duration.ofMillis(delayMillis),
                Duration.ofSeconds(pollSeconds), true, true);
    }

    private VertexTest with(Meta meta) {
        vertex = Vertex.waiting(meta, "");
        return this;
    }

    private VertexTest inState(Meta meta) {
        with(meta).after(new VertexEvent.Attached(), new VertexEvent.Unblocked(),
                new VertexEvent.Armed(), new VertexEvent.Settled());
        assertEquals(VertexState.IN_STATE, vertex.state());
        return this;
    }

    @Test
    public void armsThenChecksOnceItsPredecessorsAreInState() {
        with(Meta.DEFAULT);
        assertEquals(List.of(), after(new VertexEvent.Attached()));
        assertEquals(VertexState.WAITING, vertex.state());
        assertEquals(List.of(ARM), after(new VertexEvent.Unblocked()));
        assertEquals(List.of(RUN), after(new VertexEvent.Armed()));
        assertEquals(VertexState.RUNNING, vertex.state());
        assertEquals(List.of(POKE), after(new VertexEvent.Applied()));
        assertEquals(VertexState.IN_STATE, vertex.state());
    }

    @Test
    public void checksAgainAfterAnEventDuringTheCheck() {
        inState(Meta.DEFAULT);
        assertEquals(List.of(RUN), after(new VertexEvent.Changed()));
        assertEquals(List.of(), after(new VertexEvent.Changed(), new VertexEvent.Changed()));
        assertEquals(List.of(RUN), after(new VertexEvent.Settled()));
        assertEquals(List.of(), after(new VertexEvent.Settled()));
    }

    @Test
    public void triesAgainAsOftenAsRetrySays() {
        with(meta(2, 500, 0));
        after(new VertexEvent.Attached(), new VertexEvent.Unblocked(), new VertexEvent.Armed());
        Action wake = new Action.Wake(Duration.ofMillis(500));
        for (int attempt = 0; attempt < 2; attempt++) {
            assertEquals(List.of(wake), after(new VertexEvent.Failed("no", false)));
            assertEquals(VertexState.RETRYING, vertex.state());
            assertEquals(List.of(RUN), after(new VertexEvent.Woken()));
        }
        after(new VertexEvent.Failed("no", false));
        assertEquals(VertexState.FAILED, vertex.state());
        assertFalse(vertex.isBusy());
        assertEquals(List.of(), after(new VertexEvent.Woken()));
        assertEquals("an event gives it another try", List.of(RUN),
                after(new VertexEvent.Changed()));
        after(new VertexEvent.Failed("no", false));
        assertEquals("and all its retries", VertexState.RETRYING, vertex.state());
    }

    /** Its own failed attempt may ring its watch; without the pause that would be a busy loop. */
    @Test
    public void restsAfterAFailureEvenIfAnEventCame() {
        with(meta(0, 0, 0));
        after(new VertexEvent.Attached(), new VertexEvent.Unblocked(), new VertexEvent.Armed(),
                new VertexEvent.Changed());
        assertEquals(List.of(new Action.Wake(Vertex.SHORTEST_DELAY)),
                after(new VertexEvent.Failed("no", false)));
        assertEquals(List.of(RUN), after(new VertexEvent.Woken()));
    }

    @Test
    public void armsAgainAfterTheWatchCouldNotBeArmed() {
        with(meta(1, 500, 0));
        after(new VertexEvent.Attached(), new VertexEvent.Unblocked());
        after(new VertexEvent.Unarmed("no watch left"));
        assertEquals("no watch left", vertex.reason());
        assertEquals(List.of(ARM), after(new VertexEvent.Woken()));
        assertEquals(List.of(RUN), after(new VertexEvent.Armed()));
    }

    @Test
    public void givesUpIfTheWatchCannotBeArmed() {
        with(meta(0, 500, 0));
        after(new VertexEvent.Attached(), new VertexEvent.Unblocked(),
                new VertexEvent.Unarmed("no watch left"));
        assertEquals(VertexState.FAILED, vertex.state());
        assertFalse(vertex.isBusy());
        assertEquals(List.of(), after(new VertexEvent.Woken()));
        assertEquals("a change before it pokes it", List.of(ARM),
                after(new VertexEvent.Poked(false)));
    }

    @Test
    public void pollsWhileInStateAndAfterItGaveUp() {
        inState(meta(0, 500, 30));
        Action poll = new Action.Wake(Duration.ofSeconds(30));
        assertEquals(List.of(RUN), after(new VertexEvent.Woken()));
        assertEquals(List.of(poll), after(new VertexEvent.Settled()));
        after(new VertexEvent.Woken(), new VertexEvent.Failed("no", false));
        assertEquals(List.of(poll), after(new VertexEvent.Woken()));
        assertEquals(List.of(RUN), after(new VertexEvent.Woken()));
    }

    @Test
    public void refreshesAlthoughInState() {
        inState(Meta.DEFAULT);
        assertEquals(List.of(REFRESH), after(new VertexEvent.Poked(true)));
        assertEquals(List.of(POKE), after(new VertexEvent.Applied()));
    }

    @Test
    public void keepsARefreshPendingUntilItRan() {
        inState(meta(1, 500, 0));
        after(new VertexEvent.Poked(true), new VertexEvent.Failed("no", false));
        assertEquals(List.of(REFRESH), after(new VertexEvent.Woken()));
        assertEquals("one asked for meanwhile", List.of(), after(new VertexEvent.Poked(true)));
        assertEquals(List.of(POKE, REFRESH), after(new VertexEvent.Applied()));
        assertEquals(List.of(POKE), after(new VertexEvent.Applied()));
    }

    @Test
    public void neverRefreshesWithNoopButSaysSo() {
        inState(new Meta(true, 0, Duration.ZERO, Duration.ZERO, true, true));
        assertEquals(List.of(RUN), after(new VertexEvent.Poked(true)));
        after(new VertexEvent.Settled());
        assertEquals(VertexState.NOOP, vertex.state());
        assertEquals("would be refreshed", vertex.reason());
        assertTrue("successors go on", vertex.isReady());
    }

    /**
     * The content was written, then the owner could not be set: whoever reads the content must hear
     * of it.
     */
    @Test
    public void tellsOfAPartialChangeOnceItIsInState() {
        inState(meta(1, 500, 0));
        after(new VertexEvent.Changed());
        after(new VertexEvent.Failed("no such user", true), new VertexEvent.Woken());
        assertEquals(List.of(POKE), after(new VertexEvent.Settled()));
    }

    @Test
    public void pausesWhenSomethingElseWritesTheSame() {
        inState(Meta.DEFAULT);
        List<Action> actions = List.of();
        for (int change = 0; change < Vertex.MOST_CHANGES; change++) {
            after(new VertexEvent.Changed());
            actions = after(new VertexEvent.Applied());
        }
        assertEquals(List.of(POKE, new Action.Wake(Vertex.FIGHT_PAUSE)), actions);
        assertTrue("it is in state meanwhile", vertex.isReady());
        assertEquals(List.of(), after(new VertexEvent.Changed()));
        assertEquals(List.of(RUN), after(new VertexEvent.Woken()));
    }

    @Test
    public void closesARemovedVertexAfterItsRun() {
        inState(Meta.DEFAULT);
        after(new VertexEvent.Changed());
        assertEquals(List.of(), after(new VertexEvent.Removed(), new VertexEvent.Changed()));
        assertEquals(List.of(POKE, new Action.Close()), after(new VertexEvent.Applied()));
        assertEquals(List.of(), after(new VertexEvent.Closed(), new VertexEvent.Changed()));
    }

    @Test
    public void refusesTheEndOfATaskThatIsNotRunning() {
        inState(Meta.DEFAULT);
        assertThrows(IllegalStateException.class, () -> vertex.on(new VertexEvent.Settled()));
        assertThrows(IllegalStateException.class, () -> vertex.on(new VertexEvent.Attached()));
    }
}
