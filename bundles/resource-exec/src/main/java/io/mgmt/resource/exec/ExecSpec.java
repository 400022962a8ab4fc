// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import io.mgmt.resource.Fields;
import io.mgmt.resource.InvalidResourceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an exec asks for, checked.
 *
 * @param ref for logs
 * @param command what to run
 * @param condition {@code ifcmd}
 * @param watcher {@code watchcmd}
 * @param surroundings of all three
 * @param timeout zero: none
 * @param creates in state while it exists
 * @param poll runs again after this time; zero: does not
 * @param uses for automatic edges
 */
record ExecSpec(Ref ref, Command command, Optional<Command> condition, Optional<Command> watcher,
        Surroundings surroundings, Duration timeout, Optional<Path> creates, Duration poll,
        Set<Ref> uses) {

    /** A year: more is a slip of the unit. */
    private static final long MOST_SECONDS = 365L * 24 * 3600;

    static ExecSpec parse(ResourceSpec spec) throws InvalidResourceException {
        Fields fields = Fields.of(spec, "cmd", "args", "shell", "cwd", "env", "timeout", "ifcmd",
                "watchcmd", "creates", "user");
        Optional<String> shell = text(fields, "shell").filter(value -> !value.isBlank());
        Surroundings surroundings =
                new Surroundings(path(fields, "cwd"), environment(fields), user(fields));
        Command command = command(spec, fields, shell);
        checkExecutable("cmd", command, surroundings);
        Optional<Command> condition = further(fields, "ifcmd", shell, surroundings);
        Optional<Command> watcher = further(fields, "watchcmd", shell, surroundings);
        Duration timeout = Duration.ofSeconds(fields.number("timeout", 0, MOST_SECONDS).orElse(0L));
        return new ExecSpec(spec.ref(), command, condition, watcher, surroundings, timeout,
                path(fields, "creates"), spec.meta().poll(), uses(command, surroundings));
    }

    private static Command command(ResourceSpec spec, Fields fields, Optional<String> shell)
            throws InvalidResourceException {
        Optional<String> cmd = text(fields, "cmd");
        if (cmd.isEmpty() || cmd.get().isBlank()) {
            throw new InvalidResourceException("cmd", "cmd is missing or empty",
                    "Say what to run, such as cmd: /usr/bin/true.");
        }
        List<String> args = fields.texts("args");
        for (String arg : args) {
            withoutNul("args", arg);
        }
        if (shell.isPresent()) {
            return Command.shell("cmd", shell.get(), cmd.get(), args);
        }
        if (!spec.fields().containsKey("args")) {
            return new Command("cmd", CommandLine.split("cmd", cmd.get()), false);
        }
        List<String> words = new ArrayList<>();
        words.add(cmd.get());
        words.addAll(args);
        return new Command("cmd", words, false);
    }

    private static Optional<Command> further(Fields fields, String field, Optional<String> shell,
            Surroundings surroundings) throws InvalidResourceException {
        Optional<String> text = text(fields, field).filter(value -> !value.isBlank());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Command command = shell.isPresent()
                ? Command.shell(field, shell.get(), text.get(), List.of())
                : new Command(field, CommandLine.split(field, text.get()), false);
        checkExecutable(field, command, surroundings);
        return Optional.of(command);
    }

    private static void checkExecutable(String field, Command command, Surroundings surroundings)
            throws InvalidResourceException {
        String executable = command.words().get(0);
        if (executable.isEmpty()) {
            throw new InvalidResourceException(field, field
                    + " names \"\" as its executable", "Name an executable.");
        }
        if (executable.indexOf('/') > 0 && surroundings.directory().isEmpty()) {
            throw new InvalidResourceException(command.inShell() ? "shell" : field,
                    executable + " is relative, and there is no cwd that it could be relative to",
                    "Write an absolute path, a name to be found on PATH, or add a cwd.");
        }
    }

    private static Map<String, String> environment(Fields fields) throws InvalidResourceException {
        Map<String, String> environment = fields.map("env");
        for (Map.Entry<String, String> entry : environment.entrySet()) {
            String name = entry.getKey();
            if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
                throw new InvalidResourceException("env", "env has the name \""
                        + name.replace('\0', '?') + "\"",
                        "A name is not empty and has no \"=\": write NAME: \"value\".");
            }
            if (entry.getValue().indexOf('\0') >= 0) {
                throw new InvalidResourceException("env", "the value of env " + name
                        + " has a NUL character",
                        "Take it out: no process can receive it.");
            }
        }
        return environment;
    }

    private static Optional<String> user(Fields fields) throws InvalidResourceException {
        Optional<String> user = text(fields, "user");
        if (user.isPresent() && !isUserName(user.get())) {
            throw new InvalidResourceException("user", "user is \"" + user.get() + "\"",
                    "Write the name of a user, or a number in quotes.");
        }
        return user;
    }

    /** Blanks and colons end a name in the user database; a dash would be taken for an option. */
    private static boolean isUserName(String name) {
        boolean good = !name.isEmpty() && name.charAt(0) != '-';
        for (int i = 0; i < name.length() && good; i++) {
            good = name.charAt(i) > ' ' && ":,/\\\"'".indexOf(name.charAt(i)) < 0;
        }
        return good;
    }

    private static Optional<Path> path(Fields fields, String field)
            throws InvalidResourceException {
        Optional<String> text = text(fields, field);
        if (text.isPresent() && !text.get().startsWith("/")) {
            throw new InvalidResourceException(field, field + " is \"" + text.get()
                    + "\", which is not absolute",
                    "Begin it with a slash.");
        }
        return text.map(value -> Path.of(value).normalize());
    }

    private static Optional<String> text(Fields fields, String field)
            throws InvalidResourceException {
        Optional<String> text = fields.text(field);
        if (text.isPresent()) {
            withoutNul(field, text.get());
        }
        return text;
    }

    private static void withoutNul(String field, String value) throws InvalidResourceException {
        if (value.indexOf('\0') >= 0) {
            throw new InvalidResourceException(field, field + " has a NUL character",
                    "Take it out: no process can receive it.");
        }
    }

    private static Set<Ref> uses(Command command, Surroundings surroundings) {
        Set<Ref> uses = new HashSet<>();
        String executable = command.words().get(0);
        if (!command.inShell() && executable.startsWith("/")) {
            uses.add(new Ref("file", executable));
        }
        surroundings.directory().ifPresent(
                cwd -> uses.add(new Ref("file", cwd + (cwd.getParent() == null ? "" : "/"))));
        surroundings.user().ifPresent(user -> uses.add(new Ref("user", user)));
        return Set.copyOf(uses);
    }
}
