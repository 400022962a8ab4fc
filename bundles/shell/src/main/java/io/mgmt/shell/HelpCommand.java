// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import io.mgmt.agent.Agent;
import io.mgmt.agent.Answer;
import io.mgmt.agent.Command;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** {@code help [COMMAND]} in a shell: the commands that there are at this moment, or how to use one. */
@Component(property = {Command.NAME + "=help",
    Command.DESCRIPTION + "=Lists the commands, or shows how to use one.", Command.USAGE + "=[COMMAND]"})
public final class HelpCommand implements Command {

    private static final String SCOPE = GogoCommands.SCOPE + ":";

    private final Supplier<List<Commands.Known>> commands;

    @Activate
    public HelpCommand(BundleContext context) {
        this(new Commands(context)::all);
    }

    HelpCommand(Supplier<List<Commands.Known>> commands) {
        this.commands = commands;
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        return help(arguments).print(out, err);
    }

    @Override
    public Optional<Answer> answer(List<String> arguments) {
        return Optional.of(help(arguments));
    }

    private Answer help(List<String> arguments) {
        if (arguments.isEmpty()) {
            List<Commands.Known> all = commands.get();
            return Answer.of(list(all), all.stream().map(HelpCommand::row).toList());
        }
        String word = arguments.get(0);
        String name = word.startsWith(SCOPE) ? word.substring(SCOPE.length()) : word;
        return commands.get().stream().filter(one -> one.name().equals(name)).findFirst()
                .map(known -> Answer.of(one(known), List.of(row(known))))
                .orElseGet(() -> Answer.failed(Agent.WRONG_INPUT, "mgmt has no command \"" + name + "\" here."
                        + "\n  \"help\" lists those there are; Gogo's own are told of by \"felix:help " + word
                        + "\"."));
    }

    private static String list(List<Commands.Known> all) {
        int width = all.stream().mapToInt(known -> known.name().length()).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (Commands.Known known : all) {
            String name = known.name() + " ".repeat(width - known.name().length() + 2);
            text.append((name + known.summary()).stripTrailing()).append('\n');
        }
        return text.append("""

                How to use one: help NAME. Each is also mgmt:NAME, so that it is not taken for another's.
                Gogo has more ("felix:help"), pipes (members | grep voter), variables (x = (members)) and
                loops (each $x { echo ${it[host]} }).
                """).toString();
    }

    private static String one(Commands.Known known) {
        List<String> lines = new ArrayList<>();
        lines.add(("Usage: " + SCOPE + known.name() + " " + known.usage()).stripTrailing());
        lines.addAll(known.description());
        return String.join("\n", lines) + "\n";
    }

    private static Map<String, Object> row(Commands.Known known) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", known.name());
        row.put("description", known.summary());
        row.put("usage", known.usage());
        return row;
    }
}
