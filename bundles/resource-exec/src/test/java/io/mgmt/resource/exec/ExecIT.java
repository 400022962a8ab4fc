// SPDX-License-Identifier: Apache-2.0
// Over 400 lines: one list of what processes do, on one stage.
package io.mgmt.resource.exec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.CoreMatchers.is;
import static org.hamcrest.CoreMatchers.startsWith;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.mgmt.resource.Change;
import io.mgmt.resource.InvalidResourceException;
import io.mgmt.resource.Resource;
import io.mgmt.resource.ResourceException;
import io.mgmt.resource.Watch;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Execs with real processes. */
public final class ExecIT {

    private static final Duration GRACE = Duration.ofMillis(500);
    private static final Limits LIMITS =
            new Limits(GRACE, Duration.ofMillis(50), Duration.ofMillis(400));

    /** A shell, its child and its grandchild, all deaf to TERM; one of them is stopped. */
    private static final String DEAF = "trap '' TERM; echo $$ > pid; "
            + "sh -c 'sh -c \"kill -STOP \\$\\$; sleep 300\" & sleep 300; sleep 300' & "
            + "sleep 300; sleep 300";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final TestContext context = new TestContext();
    private final List<Watch> watches = new ArrayList<>();
    private ExecType type;
    private Path home;

    @Before
    public void start() throws IOException {
        type = new ExecType(new FolderWatch(), LIMITS);
        home = folder.getRoot().toPath().toRealPath();
        // Other users run commands here too.
        assertTrue(home.toFile().setExecutable(true, false)
        && home.toFile().setWritable(true, false)
                && home.toFile().setReadable(true, false));
    }

    @After
    public void endWhatIsLeft() {
        watches.forEach(Watch::close);
        type.close();
    }

    // When it runs

    @Test
    public void runsOnceAndIsInState() throws Exception {
        Resource exec = script("echo ran >> log");
        assertEquals(List.of("has not run yet, runs echo ran >> log"), summaries(exec));
        assertFalse("a check must not run it", Files.exists(home.resolve("log")));
        converge(exec);
        assertEquals(List.of(), summaries(exec));
        assertEquals(1, lines("log"));
    }

    @Test
    public void isStillDueAfterAFailure() throws Exception {
        Resource exec = script("echo ran >> log; test -e good");
        assertThrows(ResourceException.class, () -> converge(exec));
        Files.createFile(home.resolve("good"));
        converge(exec);
        assertEquals(List.of(), summaries(exec));
        assertEquals(2, lines("log"));
    }

    @Test
    public void runsAgainWhenItIsRefreshed() throws Exception {
        Resource exec = script("echo ran >> log");
        converge(exec);
        turnWithRefresh(exec);
        assertEquals(2, lines("log"));
        turnWithRefresh(exec);
        assertEquals(3, lines("log"));
        assertEquals(List.of(), summaries(exec));
    }

    /**
     * The engine checks, changes and refreshes in one turn; the change came after what asked for
     * the refresh.
     */
    @Test
    public void doesNotRunTwiceInTheTurnOfItsFirstRun() throws Exception {
        Resource exec = script("echo ran >> log");
        turnWithRefresh(exec);
        assertEquals(1, lines("log"));
    }

    @Test
    public void isDueAgainAfterARefreshThatFailed() throws Exception {
        Resource exec = script("test ! -e bad");
        converge(exec);
        Files.createFile(home.resolve("bad"));
        assertThrows(ResourceException.class, () -> turnWithRefresh(exec));
        assertEquals(List.of("an event since its last run, runs test ! -e bad"), summaries(exec));
    }

    @Test
    public void runsAgainAfterItsPollTime() throws Exception {
        AtomicLong nanos = new AtomicLong(-7);
        Resource exec = new ExecResource(
                ExecSpec.parse(Execs.cmd("true").polled(Duration.ofSeconds(10)).spec()),
                new FolderWatch(), new Sessions(GRACE), LIMITS, nanos::get);
        converge(exec);
        nanos.addAndGet(Duration.ofSeconds(8).toNanos());
        assertEquals(List.of(), summaries(exec));
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertEquals(List.of("last run 10000 ms ago, runs true"), summaries(exec));
        converge(exec);
        assertEquals(List.of(), summaries(exec));
    }

    @Test
    public void runsWhileWhatItCreatesIsMissing() throws Exception {
        Path made = home.resolve("made");
        Resource exec = exec(in(Execs.script("echo ran >> log; : > made"))
                .with("creates", made.toString()));
        AtomicInteger changes = new AtomicInteger();
        Watch watch = watch(exec, changes::incrementAndGet);
        assertEquals(0, changes.get());
        assertEquals(List.of(made + " does not exist, runs echo ran >> log; : > made"),
                summaries(exec));
        converge(exec);
        assertEquals(List.of(), summaries(exec));
        int before = changes.get();
        Files.delete(made);
        await().until(() -> changes.get() > before);
        converge(exec);
        assertEquals(2, lines("log"));
        watch.close();
    }

    @Test
    public void runsOnlyWhenItIsNotifiedIfWhatItCreatesIsThere() throws Exception {
        Resource exec = exec(in(Execs.script("echo ran >> log")).with("creates", "/"));
        converge(exec);
        assertEquals(0, lines("log"));
        turnWithRefresh(exec);
        assertEquals(1, lines("log"));
        converge(exec);
        assertEquals(1, lines("log"));
    }

    @Test
    public void failsIfTheCommandDoesNotCreateWhatItIsSaidTo() throws Exception {
        Path made = home.resolve("made");
        Resource exec = exec(Execs.cmd("echo hello").with("creates", made.toString()));
        assertEquals("\"echo hello\" ended with exit code 0, and " + made + " still does not exist."
                + " Its last lines:\n    hello\n  Correct creates, or the command.", failure(exec));
    }

    @Test
    public void runsOnlyIfIfcmdSaysYesAndAsksAgain() throws Exception {
        Resource exec = exec(in(Execs.script("echo ran >> log")).with("ifcmd", "test -e wanted"));
        assertEquals(List.of(), summaries(exec));
        exec.refresh(context);
        assertFalse(Files.exists(home.resolve("log")));
        Files.createFile(home.resolve("wanted"));
        converge(exec);
        assertEquals(1, lines("log"));
        assertEquals("a yes alone is no reason to run again", List.of(), summaries(exec));
        exec.refresh(context);
        assertEquals(2, lines("log"));
    }

    @Test
    public void tellsAnIfcmdThatCannotRunFromOneThatSaysNo() throws Exception {
        assertEquals("cannot start \"/nowhere/tool\": /nowhere/tool does not exist.\n"
                + "  Make or install it, or correct ifcmd.",
                failure(exec(Execs.cmd("true").with("ifcmd", "/nowhere/tool"))));
        Path script = executable("#!/nowhere/interpreter\n");
        assertThat(failure(exec(Execs.cmd("true").with("ifcmd", script.toString()))),
                startsWith("\"" + script
                + "\" (ifcmd) ended with exit code 127 (something in it was not found)"));
        Resource asked = exec(Execs.script("true").with("ifcmd", "command -v nobody-has-this"));
        assertEquals(List.of(), summaries(asked));
    }

    // watchcmd

    @Test
    public void runsAgainForEachLineOfWatchcmd() throws Exception {
        Process fifo = new ProcessBuilder("mkfifo", home.resolve("lines").toString()).start();
        assertEquals(0, fifo.waitFor());
        Resource exec = exec(in(Execs.script("echo ran >> log"))
                .with("watchcmd", "exec cat lines"));
        AtomicInteger changes = new AtomicInteger();
        Watch watch = watch(exec, changes::incrementAndGet);
        converge(exec);
        try (var lines = Files.newOutputStream(home.resolve("lines"))) {
            for (int i = 1; i <= 3; i++) {
                int wanted = i;
                lines.write("half a ".getBytes(UTF_8));
                lines.write("line\n".getBytes(UTF_8));
                await().until(() -> changes.get() == wanted);
                assertEquals(1, summaries(exec).size());
                converge(exec);
                assertEquals(List.of(), summaries(exec));
            }
            assertEquals(4, lines("log"));
            watch.close();
        }
    }

    /** A flood is one piece of news, and it must not run the agent hot or out of memory. */
    @Test
    public void bearsAFloodOfLines() throws Exception {
        AtomicInteger changes = new AtomicInteger();
        Resource exec = exec(Execs.script("true")
                .with("watchcmd", "yes | head -n 2000000; exec sleep 300"));
        Watch watch = watch(exec, changes::incrementAndGet);
        await().until(() -> changes.get() > 0);
        assertTrue("reports: " + changes, changes.get() < 100_000);
        watch.close();
    }

    @Test
    public void startsWatchcmdAgainAndReportsThatLinesMayBeLost() throws Exception {
        Resource exec = exec(in(Execs.script("true"))
                .with("watchcmd", "date +%s%N >> starts; echo sorry >&2; exit 3"));
        AtomicInteger changes = new AtomicInteger();
        Watch watch = watch(exec, changes::incrementAndGet);
        await().until(() -> lines("starts") >= 5);
        watch.close();
        List<Long> starts = Files.readAllLines(home.resolve("starts")).stream().map(Long::parseLong)
                .toList();
        for (int i = 1; i < 5; i++) {
            long pause = TimeUnit.NANOSECONDS.toMillis(starts.get(i) - starts.get(i - 1));
            // On a busy machine one may run for so long that the pauses begin anew; see LimitsTest.
            assertTrue("pause " + i + " took " + pause + " ms", pause >= 50);
        }
        assertTrue("reports: " + changes, changes.get() >= 4);
        converge(exec);
        int now = changes.get();
        assertTrue(lines("starts") <= now + 1);
    }

    @Test
    public void keepsTryingAWatchcmdThatIsNotThereYet() throws Exception {
        Path tool = home.resolve("tool");
        Resource exec = exec(Execs.cmd("true").with("watchcmd", tool.toString()));
        AtomicInteger changes = new AtomicInteger();
        Watch watch = watch(exec, changes::incrementAndGet);
        Path other = executable("#!/bin/sh\necho line\nexec sleep 300\n");
        Files.move(other, tool);
        await().until(() -> changes.get() > 0);
        watch.close();
    }

    @Test
    public void endsWatchcmdWithAllItsProcesses() throws Exception {
        Resource exec = exec(in(Execs.script("true")).with("watchcmd", DEAF));
        Watch watch = watch(exec, () -> { });
        long session = session();
        await().until(() -> members(session) >= 4);
        watch.close();
        watch.close();
        await().until(() -> members(session) == 0);
    }

    @Test
    public void reportsNothingOnceItsWatchIsClosed() throws Exception {
        AtomicInteger changes = new AtomicInteger();
        Resource exec = exec(in(Execs.script("true"))
                .with("watchcmd", "echo $$ > pid; exec sleep 300"));
        Watch watch = watch(exec, changes::incrementAndGet);
        long session = session();
        watch.close();
        await().until(() -> members(session) == 0);
        await().until(() -> threads("exec[x] watch") == 0);
        assertEquals(0, changes.get());
    }

    // How it runs

    @Test
    public void leadsASessionOfItsOwnUnderTheProcessIdThatJavaKnows() throws Exception {
        Sessions sessions = new Sessions(GRACE);
        Session session = sessions.start(ExecSpec.parse(Execs.cmd("sleep 300").spec()).command(),
                new Surroundings(Optional.empty(), Map.of(), Optional.empty()), true);
        try {
            await().until(() -> ProcessTable.read().contains(
                    new ProcessTable.Entry(session.id(), session.id(), session.id())));
            assertNotEquals(session.id(), ProcessHandle.current().pid());
        } finally {
            sessions.end(session);
        }
        assertFalse(session.process().isAlive());
    }

    @Test
    public void runsWhereAndWithWhatItIsTold() throws Exception {
        converge(exec(in(Execs.script(
                "pwd > out; echo $A >> out; echo $1-$2 >> out; cat >> out; echo $HOME >> out"))
                .with("env", Map.of("A", "b c=d", "HOME", "/elsewhere"))
                .with("args", List.of("one", "two"))));
        assertEquals(List.of(home.toString(), "b c=d", "one-two", "/elsewhere"),
                Files.readAllLines(home.resolve("out")));
    }

    @Test
    public void runsInTheRootFolderIfNoneIsGiven() throws Exception {
        converge(exec(Execs.script("test \"$(pwd)\" = /")));
    }

    @Test
    public void findsItsExecutableOnThePathOfItsEnvironment() throws Exception {
        Path tool = executable("#!/bin/sh\n: > " + home + "/made\n");
        converge(exec(Execs.cmd(tool.getFileName().toString())
                .with("env", Map.of("PATH", home + ":/usr/bin:/bin"))));
        assertTrue(Files.exists(home.resolve("made")));
    }

    @Test
    public void runsAsAnotherUser() throws Exception {
        assumeTrue("only root may switch", "root".equals(System.getProperty("user.name")));
        converge(exec(in(Execs.script(
                "id -un > out; id -G >> out; echo $HOME $USER $LOGNAME >> out"))
                .with("user", "nobody")));
        List<String> out = Files.readAllLines(home.resolve("out"));
        assertEquals("nobody", out.get(0));
        assertFalse("groups " + out.get(1), List.of(out.get(1).split(" ")).contains("0"));
        Account nobody = Account.find("nobody").orElseThrow();
        assertEquals(nobody.home() + " nobody nobody", out.get(2));
        assertEquals(nobody.id(),
                ((Number) Files.getAttribute(home.resolve("out"), "unix:uid")).longValue());
    }

    @Test
    public void endsTheProcessesOfAnotherUser() throws Exception {
        assumeTrue("only root may switch", "root".equals(System.getProperty("user.name")));
        assertThat(failure(exec(in(Execs.script(DEAF)).with("user", "nobody").with("timeout", 1L))),
                containsString("did not end within 1 s"));
        assertEquals(0, members(session()));
    }

    /** What is used where setpriv is missing or that of Busybox. */
    @Test
    public void staysInOneSessionWithRunuserToo() throws Exception {
        assumeTrue("only root may switch", "root".equals(System.getProperty("user.name")));
        assumeTrue(Executables.ofAgent("runuser").isPresent());
        List<String> words = new ArrayList<>(List.of("setsid"));
        words.addAll(UserSwitch.words(Account.find("nobody").orElseThrow(), Optional.empty(),
                Executables.ofAgent("runuser")));
        words.addAll(List.of("sh", "-c", "id -un; ps -o sid= -p $$"));
        Process process = new ProcessBuilder(words).start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals("nobody " + process.pid(), out.strip().replaceAll("\\s+", " "));
    }

    @Test
    public void quotesAsAShellReadsIt() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("ExecIT -Dseed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            List<String> words = CommandLineTest.words(random);
            Process shell = new ProcessBuilder("/bin/sh", "-c",
                    "printf '%s\\0' " + CommandLine.quote(words)).start();
            String[] read = new String(shell.getInputStream().readAllBytes(), UTF_8)
                    .split("\0", -1);
            assertArrayEquals(words.toArray(), Arrays.copyOf(read, read.length - 1));
        }
    }

    // How it fails

    @Test
    public void saysHowACommandFailed() throws Exception {
        assertThat(failure(exec(Execs.script("echo one; echo two >&2; exit 3")))
                .replaceAll("after \\d+", "after N"),
                is("\"echo one; echo two >&2; exit 3\" (cmd) ended with exit code 3 after"
                        + " N ms. Its last lines:\n    one\n    two\n  Run it by hand to see what it lacks."));
        assertThat(failure(exec(Execs.script("nobody-has-this"))), containsString(
                "ended with exit code 127 (something in it was not found)"));
        assertThat(failure(exec(Execs.script("kill -KILL $$"))), containsString(
                "ended with exit code 137 (killed by SIGKILL)"));
        assertThat(failure(exec(Execs.cmd("false"))), containsString("It printed nothing."));
    }

    @Test
    public void saysWhyACommandCannotStart() throws Exception {
        assertThat(failure(exec(Execs.cmd("nobody-has-this a"))), startsWith(
                "cannot start \"nobody-has-this a\": there is no executable nobody-has-this on PATH ("));
        assertEquals("cannot start \"/nowhere/tool a\": /nowhere/tool does not exist.\n"
                + "  Make or install it, or correct cmd.",
                failure(exec(Execs.cmd("/nowhere/tool a"))));
        assertThat(failure(exec(Execs.cmd("/etc"))),
                containsString("/etc is a directory.\n  Name an executable"));
        assertThat(failure(exec(Execs.cmd("/etc/passwd"))),
                containsString("/etc/passwd may not be executed.\n"));
        assertEquals("cannot start \"true\": its cwd /nowhere does not exist.\n"
                + "  Make it, for example by a file resource before this one.",
                failure(exec(Execs.cmd("true").with("cwd", "/nowhere"))));
        assertThat(failure(exec(Execs.cmd("true").with("cwd", "/etc/passwd"))),
                containsString("is no directory"));
        assertEquals("there is no user \"nobody-knows-me\" on this host.\n  Make it, or correct user.",
                failure(exec(Execs.cmd("true").with("user", "nobody-knows-me"))));
        assertEquals("cannot start \"x\": /nowhere/sh does not exist.\n  Make or install it, or correct shell.",
                failure(exec(Execs.cmd("x").with("shell", "/nowhere/sh"))));
    }

    @Test
    public void keepsTheEndOfALongOutput() throws Exception {
        String failure = failure(exec(
                Execs.script("yes 0123456789 | head -c 20000000; echo; echo the end; exit 1")));
        assertThat(failure, containsString("\n    the end\n"));
        assertTrue("length " + failure.length(), failure.length() < 3_000);
    }

    @Test
    public void endsAllProcessesWhenTheTimeIsOver() throws Exception {
        Resource exec = exec(in(Execs.script("echo slow; " + DEAF)).with("timeout", 1L));
        long started = System.nanoTime();
        String failure = failure(exec);
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        assertThat(failure, containsString(
                "(cmd) did not end within 1 s, so all its processes were ended."
                + " Its last lines:\n    slow\n  Look why it hangs, or raise timeout."));
        assertEquals(0, members(session()));
        assertTrue("took " + took, took.compareTo(Duration.ofSeconds(1).plus(GRACE)) >= 0);
        assertTrue("took " + took, took.compareTo(Duration.ofSeconds(10)) < 0);
        assertEquals("it is still due", 1, summaries(exec).size());
    }

    /** As timeout(1) does, and an interactive shell for each of its jobs. */
    @Test
    public void endsWhatMadeAProcessGroupOfItsOwn() throws Exception {
        assertThat(failure(exec(in(Execs.script(
                "echo $$ > pid; timeout 300 sh -c \"trap '' TERM; echo > in; sleep 300\" & wait"))
                .with("timeout", 1L))), containsString("did not end within 1 s"));
        assertTrue(Files.exists(home.resolve("in")));
        assertEquals(0, members(session()));
    }

    @Test
    public void letsACommandCleanUpWithinTheGrace() throws Exception {
        String failure = failure(
                exec(in(Execs.script("trap 'echo bye > out; exit' TERM; sleep 300 & wait"))
                .with("timeout", 1L)));
        assertThat(failure, containsString("did not end within 1 s"));
        assertEquals(List.of("bye"), Files.readAllLines(home.resolve("out")));
    }

    @Test
    public void timesOutIfcmdToo() throws Exception {
        assertThat(failure(exec(Execs.cmd("true").with("ifcmd", "sleep 300").with("timeout", 1L))),
                startsWith("\"sleep 300\" (ifcmd) did not end within 1 s"));
    }

    // How it is ended

    @Test
    public void endsAllProcessesWhenItIsCancelled() throws Exception {
        assertEnds(exec(in(Execs.script(DEAF))), context::cancel);
        assertEquals("no action is left behind", 0, context.waiting());
    }

    @Test
    public void endsAllProcessesWhenItIsClosed() throws Exception {
        Resource exec = exec(in(Execs.script(DEAF)));
        assertEnds(exec, exec::close);
    }

    @Test
    public void endsAllProcessesWhenTheKindGoesAway() throws Exception {
        Resource exec = exec(in(Execs.script(DEAF)));
        for (int i = 0; i < 10; i++) {
            Path folder = Files.createDirectory(home.resolve("w" + i));
            watch(exec(Execs.script("true").with("cwd", folder.toString()).with("watchcmd", DEAF)),
                    () -> { });
        }
        ExecutorService engine = Executors.newSingleThreadExecutor();
        try {
            Future<String> run = engine.submit(() -> failure(exec));
            List<Long> all = new ArrayList<>(List.of(session()));
            for (int i = 0; i < 10; i++) {
                all.add(session("w" + i + "/pid"));
            }
            long started = System.nanoTime();
            type.close();
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            for (long session : all) {
                assertEquals(0, members(session));
            }
            assertTrue("one grace for all, not " + took, took.compareTo(GRACE.multipliedBy(5)) < 0);
            assertThat(run.get(), containsString("(killed by SIGKILL)"));
            assertThat(failure(exec(Execs.cmd("true"))), containsString("the kind exec goes away"));
        } finally {
            engine.shutdown();
        }
    }

    @Test
    public void doesNotStartOnceItIsCancelled() throws Exception {
        context.cancel();
        assertThat(failure(script(": > made")), containsString("the agent no longer wants it"));
        assertFalse(Files.exists(home.resolve("made")));
    }

    @Test
    public void endsAllProcessesAndKeepsTheFlagWhenItIsInterrupted() throws Exception {
        Resource exec = exec(in(Execs.script(DEAF)));
        Thread[] engine = new Thread[1];
        assertEnds(() -> {
            engine[0] = Thread.currentThread();
            String failure = failure(exec);
            assertTrue(Thread.interrupted());
            return failure;
        }, () -> engine[0].interrupt());
    }

    /**
     * As daemons do that a script starts; waiting for the end of the output would be waiting for
     * them.
     */
    @Test
    public void doesNotWaitForWhatACommandLeavesInTheBackground() throws Exception {
        Resource exec = exec(in(Execs.script("sleep 300 & echo $! > pid")));
        long started = System.nanoTime();
        converge(exec);
        assertTrue(System.nanoTime() - started < TimeUnit.SECONDS.toNanos(100));
        ProcessHandle background = ProcessHandle.of(session()).orElseThrow();
        assertTrue("it lives on", background.isAlive());
        background.destroyForcibly();
    }

    @Test
    public void doesNotReadForEverWhatIsWrittenInTheBackground() throws Exception {
        Resource exec = exec(in(Execs.script("yes & echo $! > pid")));
        converge(exec);
        ProcessHandle.of(session()).ifPresent(ProcessHandle::destroyForcibly);
    }

    // Many

    @Test
    public void runsManyAtOnce() throws Exception {
        ExecutorService engine = Executors.newFixedThreadPool(20);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                // Each waits until all are there, so that this ends only if all overlap.
                Resource exec = script(": > here" + i
                + "; until test \"$(ls | grep -c here)\" = 20; do sleep 0.1; done");
                runs.add(engine.submit(() -> {
                    converge(exec);
                    return null;
                }));
            }
            for (Future<?> run : runs) {
                run.get(60, TimeUnit.SECONDS);
            }
        } finally {
            engine.shutdownNow();
        }
    }

    /** What the engine does when a bundle is replaced: another object stands for the same resource. */
    @Test
    public void anotherObjectForTheSameResourceDoesNotRunAgainWhatRan() throws Exception {
        Execs exec = in(Execs.script("echo x >> ran"));
        converge(exec(exec));
        Resource next = type.create(exec.spec());
        converge(next);
        assertEquals(List.of("x"), Files.readAllLines(home.resolve("ran")));
        turnWithRefresh(next);
        assertEquals(List.of("x", "x"), Files.readAllLines(home.resolve("ran")));
        converge(type.create(exec.spec()));
        assertEquals(List.of("x", "x"), Files.readAllLines(home.resolve("ran")));
    }

    /** A refresh that failed is still to be done by whoever comes next. */
    @Test
    public void anotherObjectForTheSameResourceDoesWhatIsStillDue() throws Exception {
        Execs exec = in(Execs.script("echo x >> ran; test ! -e stop"));
        Resource first = exec(exec);
        converge(first);
        Files.createFile(home.resolve("stop"));
        converge(first);
        assertThrows(ResourceException.class, () -> first.refresh(context));
        Files.delete(home.resolve("stop"));
        converge(type.create(exec.spec()));
        assertEquals(List.of("x", "x", "x"), Files.readAllLines(home.resolve("ran")));
    }

    @Test
    public void leavesNothingBehind() throws Exception {
        runSome(20);
        long descriptors = descriptors();
        runSome(200);
        await().until(() -> ProcessHandle.current().descendants().count() == 0);
        await().until(() -> threads("exec[x]") == 0);
        long leaked = descriptors() - descriptors;
        assertTrue("leaked " + leaked + " descriptors", leaked <= 2);
    }

    private void runSome(int runs) throws Exception {
        for (int i = 0; i < runs; i++) {
            switch (i % 4) {
                case 0 -> converge(exec(Execs.cmd("true").with("ifcmd", "true")));
                case 1 -> assertThat(failure(exec(Execs.script("echo a; exit 1"))),
                        containsString("exit code 1"));
                case 2 -> {
                    Resource watching = exec(Execs.cmd("true").with("watchcmd", "sleep 300"));
                    Watch watch = watch(watching, () -> { });
                    converge(watching);
                    watch.close();
                }
                default -> assertThat(failure(exec(Execs.cmd("/nowhere/tool"))),
                        containsString("does not exist"));
            }
        }
    }

    private static long descriptors() {
        File[] open = new File("/proc/self/fd").listFiles();
        return open.length;
    }

    private static long threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(name)).count();
    }

    private void assertEnds(Resource exec, Runnable end) throws Exception {
        assertEnds(() -> failure(exec), end);
    }

    private void assertEnds(Callable<String> run, Runnable end) throws Exception {
        ExecutorService engine = Executors.newSingleThreadExecutor();
        try {
            Future<String> failure = engine.submit(run);
            long session = session();
            await().until(() -> members(session) >= 4);
            end.run();
            assertThat(failure.get(30, TimeUnit.SECONDS),
                    containsString("was ended with all its processes"));
            assertEquals(0, members(session));
        } finally {
            engine.shutdown();
        }
    }

    private Watch watch(Resource exec, Runnable changed) throws ResourceException {
        Watch watch = exec.watch(context, changed);
        watches.add(watch);
        return watch;
    }

    private Resource script(String script) throws InvalidResourceException {
        return exec(in(Execs.script(script)));
    }

    private Execs in(Execs exec) {
        return exec.with("cwd", home.toString());
    }

    private Resource exec(Execs exec) throws InvalidResourceException {
        context.forget();
        return type.create(exec.spec());
    }

    private void converge(Resource exec) throws ResourceException {
        for (Change change : exec.check(context)) {
            change.apply(context);
        }
    }

    private void turnWithRefresh(Resource exec) throws ResourceException {
        converge(exec);
        exec.refresh(context);
    }

    private String failure(Resource exec) {
        return assertThrows(ResourceException.class, () -> converge(exec)).getMessage();
    }

    private List<String> summaries(Resource exec) throws ResourceException {
        return exec.check(context).stream().map(Change::summary).toList();
    }

    private long lines(String file) throws IOException {
        Path path = home.resolve(file);
        return Files.exists(path) ? Files.readAllLines(path).size() : 0;
    }

    private Path executable(String content) throws IOException {
        Path file = Files.createTempFile(home, "tool", "");
        Files.writeString(file, content);
        assertTrue(file.toFile().setExecutable(true, false));
        return file;
    }

    /** The process id that a script wrote to the file {@code pid}. */
    private long session() {
        return session("pid");
    }

    private long session(String file) {
        Path path = home.resolve(file);
        await().until(() -> Files.exists(path) && Files.readString(path).endsWith("\n"));
        try {
            return Long.parseLong(Files.readString(path).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long members(long session) {
        return ProcessTable.read().stream().filter(entry -> entry.session() == session).count();
    }
}
