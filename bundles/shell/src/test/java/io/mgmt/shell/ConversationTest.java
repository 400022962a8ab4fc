// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.Function;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;

/** What an editing client asks, and what it is answered. */
public class ConversationTest {

    /** A conversation that breaks leaves who waits for an answer waiting. */
    @Rule
    public final Timeout longest = Timeout.seconds(30);

    private final ThreadIOImpl threads = new ThreadIOImpl();
    private final CommandProcessorImpl gogo = new CommandProcessorImpl(threads);
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final PipedOutputStream asks = new PipedOutputStream();
    private final PipedInputStream answers = new PipedInputStream();
    private Thread conversing;
    private BufferedReader lines;

    @Before
    public void converse() throws IOException {
        threads.start();
        offer("say", (session, arguments) -> {
            System.out.println("one");
            System.err.println("wrong");
            // Without a line feed at its end.
            System.out.print("two" + (arguments.isEmpty() ? "" : " " + arguments.get(0)));
            return null;
        });
        offer("watch", (session, arguments) -> {
            waiting.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                // As a command does that says goodbye although it was interrupted.
                Thread.currentThread().interrupt();
                System.out.println("gave up");
            }
            return null;
        });
        Requests requests = new Requests(new PipedInputStream(asks));
        Conversation conversation = new Conversation(requests, new PipedOutputStream(answers),
                (out, err) -> new GogoSession(gogo, InputStream.nullInputStream(), out, err, () -> { }),
                () -> List.of(CompletionTest.known("why", "Says why.", "[HOST]")), () -> Set.of("h1"));
        conversing = new Thread(() -> {
            try {
                conversation.run();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        conversing.start();
        lines = new BufferedReader(new InputStreamReader(answers, StandardCharsets.UTF_8));
    }

    private void offer(String name, Function function) {
        gogo.addCommand("mgmt", function, name);
    }

    @After
    public void hangUp() throws Exception {
        asks.close();
        conversing.join(10_000);
        gogo.stop();
        threads.stop();
        assertEquals("a client that goes ends it", false, conversing.isAlive());
    }

    private void ask(String request) throws IOException {
        asks.write((request + "\n").getBytes(StandardCharsets.UTF_8));
        asks.flush();
    }

    private Map<String, Object> answer() throws IOException {
        return JSON.std.mapFrom(lines.readLine());
    }

    @Test
    public void aLinePrintsAndEnds() throws IOException {
        ask("{\"line\":\"say\"}");
        assertEquals(Map.of("out", "one\n"), answer());
        assertEquals(Map.of("err", "wrong\n"), answer());
        assertEquals(Map.of("out", "two"), answer());
        assertEquals(Map.of("exit", 0), answer());
    }

    @Test
    public void aLineMayBeUnfinishedOrTheLast() throws IOException {
        ask("{\"line\":\"x = {\"}");
        assertEquals(Map.of("unfinished", true), answer());
        ask("{\"line\":\"exit 3\"}");
        assertEquals(Map.of("exit", 3, "over", true), answer());
    }

    @Test
    public void completesCommandsAndHosts() throws IOException {
        ask("{\"complete\":\"wh\"}");
        assertEquals(Map.of("from", 0, "candidates",
                List.of(Map.of("value", "why", "about", "Says why.", "whole", true))), answer());
        ask("{\"complete\":\"why \"}");
        assertEquals(Map.of("from", 4, "candidates",
                List.of(Map.of("value", "h1", "about", "", "whole", true))), answer());
    }

    @Test
    public void anInterruptEndsTheLineAndNotTheShell() throws Exception {
        ask("{\"line\":\"x = kept\"}");
        assertEquals(Map.of("out", "kept\n"), answer());
        assertEquals(Map.of("exit", 0), answer());
        ask("{\"line\":\"watch\"}");
        assertEquals(true, waiting.await(10, TimeUnit.SECONDS));
        ask("{\"interrupt\":true}");
        // What it still prints is lost: Gogo closes the channels of who prints while interrupted.
        assertEquals(Map.of("exit", 2), answer());
        ask("{\"line\":\"say $x\"}");
        assertEquals(Map.of("out", "one\n"), answer());
        assertEquals(Map.of("err", "wrong\n"), answer());
        assertEquals("variables are kept", Map.of("out", "two kept"), answer());
    }

    @Test
    public void whatIsNotUnderstoodIsTold() throws IOException {
        ask("{\"dance\":true}");
        assertEquals(Map.of("err", "The agent does not know what is meant by {dance=true}.\n"), answer());
    }
}
