// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a person typed wrong, in our words: where, what, and on a second line how to mend it. */
final class WrongInput {

    private final ParameterException problem;
    private final CommandSpec command;
    private final String name;
    private final List<String> typed;
    private final Map<String, String> environment;

    private WrongInput(ParameterException problem, List<String> typed, Map<String, String> environment) {
        this.problem = problem;
        this.command = problem.getCommandLine().getCommandSpec();
        this.name = command.qualifiedName();
        this.typed = typed;
        this.environment = environment;
    }

    /** @param typed the command line as it was given */
    static String text(ParameterException problem, String[] typed, Map<String, String> environment) {
        return new WrongInput(problem, List.of(typed), environment).text();
    }

    private String text() {
        if (problem instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        if (problem instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
            return missing(missing.getMissing().get(0));
        }
        if (problem instanceof OverwrittenOptionException twice
                && twice.getOverwritten() instanceof OptionSpec option) {
            return name + ": " + option.longestName() + " is there twice." + see("Give it once. ");
        }
        if (problem.getArgSpec() instanceof OptionSpec option) {
            return option(option);
        }
        if (problem.getArgSpec() == null && problem.getValue() != null) {
            // "mgmt help bogus"
            return unknownCommand(problem.getValue());
        }
        return name + ": " + problem.getMessage() + see("");
    }

    private String unmatched(UnmatchedArgumentException unmatched) {
        List<String> words = unmatched.getUnmatched();
        // What stands behind an unknown flag may be its value, and is not worth a word then.
        List<String> flags = words.stream().filter(WrongInput::isFlag).toList();
        if (!flags.isEmpty()) {
            return name + ": " + quoted(flags) + (flags.size() == 1 ? " is no flag" : " are no flags") + " of " + name
                    + "." + see(guess(flags.get(0)));
        }
        if (!command.subcommands().isEmpty()) {
            return unknownCommand(words.get(0));
        }
        if (command.positionalParameters().isEmpty()) {
            boolean takesFile = command.findOption("--file") != null;
            return name + ": " + quoted(words) + (words.size() == 1 ? " belongs" : " belong") + " to no flag." + see(takesFile
                    ? "A graph is named by a flag: --file " + words.get(0) + ". " : "");
        }
        return name + ": " + quoted(words) + " is too much: it takes one "
                + command.positionalParameters().get(0).paramLabel() + "." + see("");
    }

    private String unknownCommand(String word) {
        List<String> commands = command.subcommands().values().stream()
                .map(sub -> sub.getCommandSpec().name()).distinct().toList();
        return name + ": \"" + word + "\" is no command." + see(Guess.nearest(word, commands)
                .map(near -> "Did you mean " + near + "? ")
                .orElse("Known: " + String.join(", ", commands) + ". "));
    }

    private String guess(String flag) {
        String wanted = flag.contains("=") ? flag.substring(0, flag.indexOf('=')) : flag;
        return Guess.nearest(wanted, command.optionsMap().keySet())
                .map(near -> "Did you mean " + near + "? ")
                // "mgmt --file x run"
                .or(() -> command.subcommands().values().stream().map(CommandLine::getCommandSpec)
                        .filter(sub -> sub.findOption(wanted) != null).findFirst()
                        .map(sub -> "It is a flag of " + sub.qualifiedName() + ", and stands behind that. "))
                .orElse("");
    }

    private String missing(ArgSpec argument) {
        if (argument instanceof OptionSpec option) {
            return name + ": " + option.longestName() + " needs a value." + see("Write " + option.longestName()
                    + " " + option.paramLabel() + ". ");
        }
        return name + ": " + argument.paramLabel() + " is missing." + see("Write " + name + " "
                + argument.paramLabel() + ". ");
    }

    private String option(OptionSpec option) {
        String value = String.valueOf(problem.getValue());
        String variable = EnvironmentDefaults.variable(option.longestName());
        boolean isTyped = isTyped(option);
        String where = isTyped ? option.longestName() : variable;
        // The value that was refused may be one of several of a list.
        String said = isTyped ? value : environment.getOrDefault(variable, value);
        return name + ": " + where + ": " + reason(option, said)
                + see(isTyped ? "" : "Mend the variable " + variable + ", or unset it. ");
    }

    private String reason(OptionSpec option, String value) {
        if (option.isMultiValue() && option.typeInfo().isMap()) {
            return "\"" + value + "\" has no \"=\". Write it as " + option.paramLabel() + ".";
        }
        for (Throwable e = problem; e != null; e = e.getCause()) {
            if (e instanceof TypeConversionException) {
                return option.typeInfo().isBoolean()
                        ? "\"" + value + "\" is neither true nor false." : e.getMessage();
            }
        }
        return option.typeInfo().isBoolean()
                ? "\"" + value + "\" is not a value for it: it is given alone, or with =true or =false."
                : "\"" + value + "\" cannot be taken: " + problem.getMessage();
    }

    private boolean isTyped(OptionSpec option) {
        String variable = EnvironmentDefaults.variable(option.longestName());
        return environment.getOrDefault(variable, "").isEmpty()
                || typed.stream().anyMatch(word -> Arrays.stream(option.names()).anyMatch(flag ->
                        word.equals(flag) || word.startsWith(flag + "=")
                                || flag.length() == 2 && word.startsWith(flag)));
    }

    private static boolean isFlag(String word) {
        return word.length() > 1 && word.startsWith("-");
    }

    private static String quoted(List<String> words) {
        return words.stream().map(word -> "\"" + word + "\"").collect(Collectors.joining(", "));
    }

    private String see(String remedy) {
        return "\n  " + remedy + "See " + name + " --help.";
    }
}
