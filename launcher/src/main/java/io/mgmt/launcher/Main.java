// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import io.mgmt.agent.Agent;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.AutoComplete.GenerateCompletion;

/** The command {@code mgmt}. */
@Command(name = "mgmt", mixinStandardHelpOptions = true, versionProvider = VersionCommand.Provider.class,
        description = {"Keeps this host in the state that a graph of resources describes, and runs an etcd"
                + " of its own for it.", ""},
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RunCommand.class, StatusCommand.class, MembersCommand.class, PlanCommand.class,
            ResizeCommand.class, WhyCommand.class, ValidateCommand.class, GraphCommand.class, ShellCommand.class,
            EtcdctlCommand.class, VersionCommand.class, GenerateCompletion.class, HelpCommand.class},
        footer = {"", "Start here:  mgmt run --file examples/graph0.yaml",
            "Exit codes:  0 done or asked to stop; 1 wrong input, nothing was started; 2 failed while running."})
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    private Main() {
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The whole command, with the exit codes and messages that all subcommands share. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setDefaultValueProvider(new EnvironmentDefaults(System.getenv()));
        line.setExecutionStrategy(new CommandLine.RunLast());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(Main::wrongInput);
        line.setExecutionExceptionHandler((failure, command, parsed) -> failed(command, failure));
        // What stands after "mgmt etcdctl get" belongs to etcdctl, --prefix for example.
        line.getSubcommands().get("etcdctl").setStopAtPositional(true);
        setExitCodes(line);
        return line;
    }

    /** Wrong input is 1 and a failure is 2; picocli's own defaults are the other way round. */
    private static void setExitCodes(CommandLine line) {
        line.getCommandSpec().exitCodeOnInvalidInput(Agent.WRONG_INPUT);
        line.getCommandSpec().exitCodeOnExecutionException(Agent.FAILED);
        line.getSubcommands().values().forEach(Main::setExitCodes);
    }

    private static int wrongInput(ParameterException problem, String[] arguments) {
        PrintWriter err = problem.getCommandLine().getErr();
        String name = problem.getCommandLine().getCommandSpec().qualifiedName();
        err.println(name + ": " + problem.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(problem, err)) {
            err.println("  See " + name + " --help.");
        }
        err.flush();
        return Agent.WRONG_INPUT;
    }

    private static int failed(CommandLine command, Exception failure) {
        PrintWriter err = command.getErr();
        err.println(command.getCommandSpec().qualifiedName() + ": "
                + (failure instanceof UserException ? failure.getMessage() : failure.toString()));
        if (!(failure instanceof UserException)) {
            failure.printStackTrace(err);
        }
        err.flush();
        return failure instanceof UserException user ? user.exitCode() : Agent.FAILED;
    }

    /** {@code mgmt} alone is somebody who wants to know what there is. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
