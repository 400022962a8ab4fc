// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.Test;

public class WorkContextTest {

    private final WorkContext context = new WorkContext(new Recollection(new HashMap<>(), Stage.spec("a", "1")));
    private final List<String> ran = new ArrayList<>();

    @Test
    public void runsEachActionThatIsNotClosedOnceWhenCancelled() {
        context.onCancel(() -> ran.add("a"));
        context.onCancel(() -> ran.add("b")).close();
        context.onCancel(() -> {
            throw new IllegalStateException("a defect");
        });
        context.onCancel(() -> ran.add("c"));
        context.cancel();
        context.cancel();
        assertEquals(List.of("a", "c"), ran);
        assertTrue(context.isCancelled());
    }

    @Test
    public void runsAnActionAtOnceIfItIsCancelledAlready() {
        context.cancel();
        context.onCancel(() -> ran.add("late"));
        assertEquals(List.of("late"), ran);
    }

    @Test
    public void awaitGivesTheResultOrTheVeryException() throws Exception {
        assertEquals("x", context.await(() -> "x"));
        IOException failure = new IOException("no");
        assertSame(failure, assertThrows(IOException.class, () -> context.await(() -> {
            throw failure;
        })));
    }
}
