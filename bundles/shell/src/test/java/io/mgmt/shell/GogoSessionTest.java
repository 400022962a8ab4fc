// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.agent.Answer;
import io.mgmt.agent.Command;
import io.mgmt.shell.GogoSession.Outcome;
import io.mgmt.shell.GogoSession.Outcome.Done;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.Function;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Lines in the real Gogo, without a framework. */
public class GogoSessionTest {

    private final ThreadIOImpl threads = new ThreadIOImpl();
    private final CommandProcessorImpl gogo = new CommandProcessorImpl(threads);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CountDownLatch waiting = new CountDownLatch(1);
    private GogoSession session;

    @Before
    public void open() {
        threads.start();
        gogo.addConverter(new RowsConverter(gogo));
        offer("members", new Command() {
            @Override
            public int run(List<String> arguments, PrintStream to, PrintStream problems) {
                to.println("[ \"json\" ]");
                return 0;
            }

            @Override
            public Optional<Answer> answer(List<String> arguments) {
                return arguments.contains("--json") ? Optional.empty() : Optional.of(Answer.of("HOST\nh1\nh2\n",
                        List.of(Map.of("host", "h1"), Map.of("host", "h2"))));
            }
        });
        offer("none", new Command() {
            @Override
            public int run(List<String> arguments, PrintStream to, PrintStream problems) {
                throw new AssertionError("asked for rows first");
            }

            @Override
            public Optional<Answer> answer(List<String> arguments) {
                return Optional.of(Answer.of("There are none.\n", List.of()));
            }
        });
        offer("resize", (arguments, to, problems) -> {
            problems.println("no size: " + arguments);
            return 1;
        });
        offer("watch", (arguments, to, problems) -> {
            waiting.countDown();
            new CountDownLatch(1).await();
            return 0;
        });
        // As Gogo's own in a pipe: it says whether it has found something.
        gogo.addCommand("gogo", (Function) (of, arguments) -> {
            String all = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
            all.lines().filter(line -> line.contains(arguments.get(0).toString())).forEach(System.out::println);
            return all.contains(arguments.get(0).toString());
        }, "find");
        session = new GogoSession(gogo, InputStream.nullInputStream(), out, err, () -> { });
    }

    private void offer(String name, Command command) {
        gogo.addCommand("mgmt", (Function) (of, arguments) -> GogoCommands.call(command,
                arguments.stream().map(String::valueOf).toList()), name);
    }

    @After
    public void close() {
        session.close();
        gogo.stop();
        threads.stop();
    }

    private void prints(String said, String problems, Outcome outcome, String line) {
        out.reset();
        err.reset();
        assertEquals(line, outcome, session.execute(line));
        assertEquals(line, said, out.toString(StandardCharsets.UTF_8));
        assertEquals(line, problems, err.toString(StandardCharsets.UTF_8));
    }

    @Test
    public void rowsAreShownAndPipedAsTheirTable() {
        prints("HOST\nh1\nh2\n", "", new Done(0), "mgmt:members");
        prints("HOST\nh1\nh2\n", "", new Done(0), "members");
        prints("h2\n", "", new Done(0), "members | find h2");
        prints("[ \"json\" ]\n", "", new Done(0), "members --json");
        prints("There are none.\n", "", new Done(0), "none");
    }

    @Test
    public void rowsAreAListOfMaps() {
        prints("HOST\nh1\nh2\n", "", new Done(0), "x = (members)");
        prints("2\n", "", new Done(0), "$x size");
        prints("h2\n", "", new Done(0), "($x get 1) get host");
    }

    @Test
    public void aPipeThatFindsNothingSaysSoByItsExitCodeAlone() {
        prints("", "", new Done(1), "members | find h3");
    }

    @Test
    public void theLastCommandSaysHowALineEnded() {
        prints("", "no size: [many]\n", new Done(1), "resize many");
        prints("", "", new Done(1), " ");
        prints("HOST\nh1\nh2\n", "no size: []\n", new Done(0), "resize || members");
        prints("", "no size: []\n", new Done(1), "resize && members");
        prints("HOST\nh1\nh2\n", "no size: []\n", new Done(0), "resize; members");
    }

    @Test
    public void anUnknownCommandIsOneSentence() {
        prints("", "Command not found: mgmt:bogus. \"help\" lists those of mgmt, \"felix:help\" all.\n", new Done(1),
                "mgmt:bogus");
    }

    @Test
    public void aStatementThatIsNotCompleteGoesOn() {
        prints("", "", new Outcome.Unfinished(), "x = {");
        prints("", "", new Outcome.Unfinished(), "x = {\nmembers");
        assertEquals(new Done(0), session.execute("x = {\nmembers\n}"));
        prints("HOST\nh1\nh2\n", "", new Done(0), "x");
    }

    @Test
    public void exitEndsItWithACodeOrThatOfTheLastLine() {
        prints("", "", new Outcome.Over(0), "exit");
        prints("", "", new Outcome.Over(7), " exit 7 ");
        session.execute("resize");
        prints("", "", new Outcome.Over(1), "exit");
    }

    @Test
    public void aLineThatIsInterruptedGivesUpAndTheNextOneRuns() throws Exception {
        CompletableFuture<Outcome> outcome = CompletableFuture.supplyAsync(() -> session.execute("watch | find x"));
        assertTrue(waiting.await(10, TimeUnit.SECONDS));
        session.interrupt();
        assertEquals(new Done(2), outcome.get(10, TimeUnit.SECONDS));
        prints("HOST\nh1\nh2\n", "", new Done(0), "members");
    }

    /** What is asked of a command whose bundle went while the shell was open. */
    @Test
    public void commandsComeAndGoWhileItIsOpen() {
        offer("late", (arguments, to, problems) -> 0);
        prints("", "", new Done(0), "late");
        assertTrue(session.commands().contains("mgmt:late"));
        gogo.removeCommand("mgmt", "late");
        assertEquals(new Done(1), session.execute("late"));
    }
}
