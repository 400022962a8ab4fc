// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import io.mgmt.graph.Ref;
import io.mgmt.resource.InvalidResourceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

public final class ExecSpecTest {

    @Test
    public void splitsACommandWithoutArguments() throws InvalidResourceException {
        assertEquals(List.of("echo", "a b"), words(Execs.cmd("echo 'a b'")));
    }

    @Test
    public void takesACommandWithArgumentsAsOneExecutable() throws InvalidResourceException {
        assertEquals(List.of("/opt/my tool", "a b", "|"),
                words(Execs.cmd("/opt/my tool").with("args", List.of("a b", "|"))));
        assertEquals(List.of("/opt/my tool"),
                words(Execs.cmd("/opt/my tool").with("args", List.of())));
    }

    @Test
    public void givesAShellTheWholeCommand() throws InvalidResourceException {
        assertEquals(List.of("/bin/sh", "-c", "a | b 'c"), words(Execs.script("a | b 'c")));
    }

    @Test
    public void givesArgumentsToAShellAsItsParameters() throws InvalidResourceException {
        assertEquals(List.of("/bin/sh", "-c", "echo $1", "/bin/sh", "one"),
                words(Execs.script("echo $1").with("args", List.of("one"))));
    }

    /** As files of 2016 write what they do not use. */
    @Test
    public void takesAnEmptyShellIfcmdAndWatchcmdAsAbsent() throws InvalidResourceException {
        ExecSpec spec = ExecSpec.parse(
                Execs.cmd("sleep 10s").with("shell", "").with("ifcmd", "").with("watchcmd", "")
                .spec());
        assertEquals(List.of("sleep", "10s"), spec.command().words());
        assertFalse(spec.condition().isPresent());
        assertFalse(spec.watcher().isPresent());
    }

    @Test
    public void readsEveryField() throws InvalidResourceException {
        ExecSpec spec = ExecSpec.parse(Execs.cmd("./tool").with("cwd", "/opt/x/../y")
                .with("env", Map.of("A", "b=c"))
                .with("timeout", 90L).with("ifcmd", "test -e '/a b'")
                .with("watchcmd", "tail -f /log")
                .with("creates", "/var//z").with("user", "bob").polled(Duration.ofSeconds(7))
                .spec());
        assertEquals(Path.of("/opt/y"), spec.surroundings().workingDirectory());
        assertEquals(Map.of("A", "b=c"), spec.surroundings().environment());
        assertEquals(Optional.of("bob"), spec.surroundings().user());
        assertEquals(Duration.ofSeconds(90), spec.timeout());
        assertEquals(List.of("test", "-e", "/a b"), spec.condition().orElseThrow().words());
        assertEquals(List.of("tail", "-f", "/log"), spec.watcher().orElseThrow().words());
        assertEquals(Optional.of(Path.of("/var/z")), spec.creates());
        assertEquals(Duration.ofSeconds(7), spec.poll());
    }

    @Test
    public void givesTheShellToIfcmdAndWatchcmdToo() throws InvalidResourceException {
        ExecSpec spec = ExecSpec.parse(Execs.script("x").with("ifcmd", "a && b")
                .with("watchcmd", "c | d").spec());
        assertEquals(List.of("/bin/sh", "-c", "a && b"), spec.condition().orElseThrow().words());
        assertEquals(List.of("/bin/sh", "-c", "c | d"), spec.watcher().orElseThrow().words());
    }

    @Test
    public void usesItsExecutableDirectoryAndUser() throws InvalidResourceException {
        assertEquals(
                Set.of(new Ref("file", "/opt/tool"), new Ref("file", "/srv/"),
                new Ref("user", "bob")),
                ExecSpec.parse(Execs.cmd("/opt/tool a").with("cwd", "/srv").with("user", "bob")
                .spec()).uses());
        assertEquals(Set.of(new Ref("file", "/")),
                ExecSpec.parse(Execs.cmd("tool").with("cwd", "/").spec()).uses());
        assertEquals(Set.of(), ExecSpec.parse(Execs.script("/opt/tool a").spec()).uses());
    }

    @Test
    public void refusesAnExecWithoutCmd() {
        assertInvalid(Execs.nothing(), "cmd", "cmd is missing or empty",
                "Say what to run, such as cmd: /usr/bin/true.");
        assertInvalid(Execs.cmd(" "), "cmd", "cmd is missing or empty",
                "Say what to run, such as cmd: /usr/bin/true.");
        assertInvalid(Execs.cmd("''"), "cmd", "cmd names \"\" as its executable",
                "Name an executable.");
    }

    @Test
    public void refusesWrongTimes() {
        assertInvalid(Execs.cmd("a").with("timeout", -1L), "timeout",
                "timeout is -1, not a whole number from 0 to 31536000", "Write such a number.");
        assertInvalid(Execs.cmd("a").with("timeout", "5s"), "timeout",
                "timeout is 5s, not a whole number from 0 to 31536000", "Write such a number.");
    }

    @Test
    public void refusesPathsThatAreNotAbsolute() {
        assertInvalid(Execs.cmd("a").with("cwd", "tmp"), "cwd",
                "cwd is \"tmp\", which is not absolute",
                "Begin it with a slash.");
        assertInvalid(Execs.cmd("a").with("creates", ""), "creates",
                "creates is \"\", which is not absolute",
                "Begin it with a slash.");
    }

    @Test
    public void refusesARelativeExecutableThatIsRelativeToNothing() {
        assertInvalid(Execs.cmd("./a b"), "cmd",
                "./a is relative, and there is no cwd that it could be relative to",
                "Write an absolute path, a name to be found on PATH, or add a cwd.");
        assertInvalid(Execs.cmd("a").with("shell", "bin/sh"), "shell",
                "bin/sh is relative, and there is no cwd that it could be relative to",
                "Write an absolute path, a name to be found on PATH, or add a cwd.");
    }

    @Test
    public void refusesArgumentsThatAreNoTexts() {
        assertInvalid(Execs.cmd("a").with("args", List.of(5L)), "args",
                "args is 5, not a text within a list",
                "Put it in quotes: \"5\".");
        assertInvalid(Execs.cmd("a").with("args", "b"), "args", "args is b, not a list of texts",
                "Write args: [\"b\"].");
    }

    @Test
    public void refusesNamesThatNoEnvironmentTakes() {
        assertInvalid(Execs.cmd("a").with("env", Map.of("A=B", "c")), "env",
                "env has the name \"A=B\"",
                "A name is not empty and has no \"=\": write NAME: \"value\".");
        assertInvalid(Execs.cmd("a").with("env", Map.of("", "c")), "env", "env has the name \"\"",
                "A name is not empty and has no \"=\": write NAME: \"value\".");
        assertInvalid(Execs.cmd("a").with("env", Map.of("A", 5L)), "env",
                "env is 5, not a text, for A",
                "Put it in quotes: A: \"5\".");
    }

    @Test
    public void refusesWhatNoProcessCanReceive() {
        String remedy = "Take it out: no process can receive it.";
        assertInvalid(Execs.cmd("a\0b"), "cmd", "cmd has a NUL character", remedy);
        assertInvalid(Execs.cmd("a").with("args", List.of("\0")), "args",
                "args has a NUL character", remedy);
        assertInvalid(Execs.cmd("a").with("env", Map.of("A", "\0")), "env",
                "the value of env A has a NUL character", remedy);
    }

    @Test
    public void refusesWhatIsNoUser() {
        String remedy = "Write the name of a user, or a number in quotes.";
        assertInvalid(Execs.cmd("a").with("user", ""), "user", "user is \"\"", remedy);
        assertInvalid(Execs.cmd("a").with("user", "-x"), "user", "user is \"-x\"", remedy);
        assertInvalid(Execs.cmd("a").with("user", "a b"), "user", "user is \"a b\"", remedy);
        assertInvalid(Execs.cmd("a").with("user", "a:b"), "user", "user is \"a:b\"", remedy);
    }

    @Test
    public void refusesUnknownFieldsAndUnbalancedQuotes() {
        assertInvalid(Execs.cmd("a").with("comand", "b"), "comand",
                "\"comand\" is not a field of exec",
                "Known: args, cmd, creates, cwd, env, ifcmd, shell, timeout, user, watchcmd.");
        assertInvalid(Execs.cmd("a").with("ifcmd", "test 'a"), "ifcmd",
                "ifcmd has a ' at character 6 that nothing closes: test 'a",
                "Close it, or write \\' where you mean the character itself.");
    }

    private static List<String> words(Execs exec) throws InvalidResourceException {
        return ExecSpec.parse(exec.spec()).command().words();
    }

    private static void assertInvalid(Execs exec, String field, String message, String remedy) {
        InvalidResourceException e =
                assertThrows(InvalidResourceException.class, () -> ExecSpec.parse(exec.spec()));
        assertEquals(message, e.getMessage());
        assertEquals(field, e.field());
        assertEquals(remedy, e.remedy());
    }
}
