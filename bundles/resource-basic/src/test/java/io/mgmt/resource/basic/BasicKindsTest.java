// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.basic;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.mgmt.graph.Meta;
import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import io.mgmt.resource.Change;
import io.mgmt.resource.InvalidResourceException;
import io.mgmt.resource.Resource;
import io.mgmt.resource.ResourceType;
import io.mgmt.resource.Watch;
import io.mgmt.testkit.ManualTimers;
import io.mgmt.testkit.PlainContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Test;

public class BasicKindsTest {

    private final PlainContext context = new PlainContext();
    private final ManualTimers timers = new ManualTimers();
    private final List<String> printed = new ArrayList<>();

    private static ResourceSpec spec(String kind, Map<String, Object> fields) {
        return new ResourceSpec(new Ref(kind, "name"), Meta.DEFAULT, fields);
    }

    /** One turn of the engine. */
    private List<String> turn(Resource resource, boolean refresh) throws Exception {
        List<Change> changes = resource.check(context);
        for (Change change : changes) {
            change.apply(context);
        }
        if (refresh) {
            resource.refresh(context);
        }
        return changes.stream().map(Change::summary).toList();
    }

    private static void refused(ResourceType type, String field, String message, Map<String,
            Object> fields) {
        InvalidResourceException e = assertThrows(InvalidResourceException.class,
                () -> type.create(spec("kind", fields)));
        assertEquals(field, e.field());
        assertEquals(message, e.getMessage());
    }

    @Test
    public void noopIsAlwaysInState() throws Exception {
        try (Resource noop = new NoopType().create(spec("noop", Map.of("comment", "a joint")))) {
            assertEquals(List.of(), turn(noop, true));
        }
        refused(new NoopType(), "msg", "\"msg\" is not a field of kind", Map.of("msg", "x"));
        refused(new NoopType(), "comment", "comment is 7, not a text", Map.of("comment", 7L));
    }

    @Test
    public void printsOnceAndAgainAfterEachRefresh() throws Exception {
        Resource print = new Print("hello", printed::add);
        assertEquals(List.of("not printed yet"), turn(print, false));
        assertEquals(List.of(), turn(print, false));
        assertEquals(List.of("hello"), printed);
        assertEquals(List.of(), turn(print, true));
        assertEquals(List.of(), turn(print, true));
        assertEquals(List.of("hello", "hello", "hello"), printed);
    }

    /**
     * What was before it has changed and it becomes ready, both in one turn: one reason, one line.
     */
    @Test
    public void printsOnceInATurnThatAlsoRefreshes() throws Exception {
        Resource print = new Print("hello", printed::add);
        turn(print, true);
        assertEquals(List.of("hello"), printed);
        turn(print, true);
        assertEquals(List.of("hello", "hello"), printed);
    }

    @Test
    public void lookingPrintsNothing() throws Exception {
        Resource print = new Print("hello", printed::add);
        List<Change> changes = print.check(context);
        print.check(context);
        assertEquals(List.of(), printed);
        changes.get(0).apply(context);
        changes.get(0).apply(context);
        assertEquals(List.of("hello"), printed);
    }

    @Test
    public void printsLinesAndNoControlCharacters() throws Exception {
        turn(new Print("one\n\ttwo \u001b[31mred\r\nthrée 😀", printed::add), false);
        assertEquals(List.of("one", "\ttwo \\u001b[31mred", "thrée 😀"), printed);
    }

    @Test
    public void printTakesItsNameForAMessage() throws Exception {
        try (Resource print = new PrintType().create(spec("print", Map.of()))) {
            assertEquals(List.of("not printed yet"), turn(print, false));
        }
        refused(new PrintType(), "text", "\"text\" is not a field of kind", Map.of("text", "x"));
    }

    @Test
    public void aTimerIsDueAfterEachInterval() throws Exception {
        AtomicInteger rings = new AtomicInteger();
        Resource timer = new TimerType(timers).create(spec("timer", Map.of("interval", 30L)));
        Watch watch = timer.watch(context, rings::incrementAndGet);
        assertEquals(List.of(), turn(timer, false));
        timers.advance(Duration.ofSeconds(29));
        assertEquals(0, rings.get());
        timers.advance(Duration.ofSeconds(1));
        assertEquals(1, rings.get());
        assertEquals(List.of("30 s are over"), turn(timer, false));
        assertEquals(List.of(), turn(timer, false));
        timers.advance(Duration.ofSeconds(30));
        assertEquals(List.of("30 s are over"), turn(timer, false));

        watch.close();
        watch.close();
        timers.advance(Duration.ofSeconds(300));
        assertEquals(2, rings.get());
        assertEquals(0, timers.waiting());
    }

    /** With noop nobody acts; a hundred ticks later there is still one thing to be done. */
    @Test
    public void ticksThatNobodyActsOnDoNotPileUp() throws Exception {
        Resource timer = new TimerType(timers).create(spec("timer", Map.of("interval", 1L)));
        Watch watch = timer.watch(context, () -> { });
        timers.advance(Duration.ofSeconds(100));
        assertEquals(1, timer.check(context).size());
        assertEquals(1, timer.check(context).size());
        assertEquals(List.of("1 s are over"), turn(timer, false));
        assertEquals(List.of(), timer.check(context));
        watch.close();
    }

    @Test
    public void aTimerNeedsAnInterval() {
        TimerType type = new TimerType(timers);
        refused(type, "interval", "interval is missing", Map.of());
        refused(type, "interval", "interval is 0, not a whole number from 1 to 31536000",
                Map.of("interval", 0L));
        refused(type, "interval", "interval is 30, not a whole number from 1 to 31536000",
                Map.of("interval", "30"));
        refused(type, "interval", "interval is 0.5, not a whole number from 1 to 31536000",
                Map.of("interval", 0.5));
    }
}
