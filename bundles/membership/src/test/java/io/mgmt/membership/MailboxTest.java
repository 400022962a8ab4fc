// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.mgmt.testkit.ManualTimers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public final class MailboxTest {

    private final ManualTimers timers = new ManualTimers();
    private final Mailbox mailbox = new Mailbox(timers);
    private final List<String> ran = new ArrayList<>();

    private void run() {
        timers.advance(Duration.ZERO);
    }

    @Test
    public void runsInOrderAndNotInTheThreadThatPosts() {
        mailbox.execute(() -> ran.add("a"));
        mailbox.execute(() -> ran.add("b"));
        assertEquals(List.of(), ran);
        run();
        assertEquals(List.of("a", "b"), ran);
    }

    @Test
    public void whatAMessagePostsComesAfterIt() {
        mailbox.execute(() -> {
            mailbox.execute(() -> ran.add("inner"));
            ran.add("outer");
        });
        run();
        assertEquals(List.of("outer", "inner"), ran);
    }

    @Test
    public void oneBrokenMessageDoesNotEndTheOthers() {
        mailbox.execute(() -> {
            throw new IllegalStateException("expected by the test");
        });
        mailbox.execute(() -> ran.add("next"));
        run();
        assertEquals(List.of("next"), ran);
    }

    @Test
    public void evenAnErrorDoesNotEndTheOthers() {
        mailbox.execute(() -> {
            throw new StackOverflowError("expected by the test");
        });
        mailbox.execute(() -> ran.add("next"));
        assertThrows(StackOverflowError.class, this::run);
        run();
        assertEquals(List.of("next"), ran);
        mailbox.execute(() -> ran.add("later"));
        run();
        assertEquals(List.of("next", "later"), ran);
    }
}
