// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import io.mgmt.agent.Agent;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;
import picocli.AutoComplete.GenerateCompletion;

/** The command {@code mgmt}. */
@Command(name = "mgmt", mixinStandardHelpOptions = true, versionProvider = VersionCommand.Provider.class,
        description = {"Keeps this host in the state that a graph of resources describes, and runs an etcd"
                + " of its own for it.", ""},
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RunCommand.class, StatusCommand.class, MembersCommand.class, PlanCommand.class,
            ResizeCommand.class, WhyCommand.class, PoliciesCommand.class, ForgetCommand.class, PardonCommand.class,
            DeployCommand.class, UndeployCommand.class, BundlesCommand.class, ConfigCommand.class,
            ResourcesCommand.class, ValidateCommand.class, GraphCommand.class, ShellCommand.class,
            EtcdctlCommand.class, VersionCommand.class, GenerateCompletion.class, HelpCommand.class},
        footer = {"", "Start here:  mgmt run --file examples/graph0.yaml",
            "Exit codes:  0 done or asked to stop; 1 wrong input, nothing was started; 2 failed while running."})
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    private Main() {
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) throws IOException {
        System.exit(runsAgent(arguments) ? run(arguments) : commandLine().execute(arguments));
    }

    private static boolean runsAgent(String[] arguments) {
        return arguments.length > 0 && (arguments[0].equals("run") || arguments[0].equals("r"));
    }

    /**
     * {@code mgmt run} without the other subcommands, whose annotations it would take longer to read than
     * its own, and with the bundles installed by the time its flags are read.
     */
    private static int run(String[] arguments) throws IOException {
        try (EarlyContainer early = new EarlyContainer("agent")) {
            early.begin();
            CommandLine line = new CommandLine(CommandSpec.create().name("mgmt"));
            line.addSubcommand(new RunCommand(early));
            return configured(line, System.getenv()).execute(arguments);
        }
    }

    /** The whole command, with the exit codes and messages that all subcommands share. */
    static CommandLine commandLine() {
        return commandLine(System.getenv());
    }

    /** @param environment whose {@code MGMT_…} variables stand in for flags */
    static CommandLine commandLine(Map<String, String> environment) {
        CommandLine line = configured(new CommandLine(new Main()), environment);
        // What stands after "mgmt etcdctl get" belongs to etcdctl, --prefix for example.
        line.getSubcommands().get("etcdctl").setStopAtPositional(true);
        return line;
    }

    private static CommandLine configured(CommandLine line, Map<String, String> environment) {
        line.setDefaultValueProvider(new EnvironmentDefaults(environment));
        line.setExecutionStrategy(Main::run);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.registerConverter(Path.class, new Paths());
        line.setParameterExceptionHandler((problem, typed) -> wrongInput(problem, typed, environment));
        line.setExecutionExceptionHandler((failure, command, parsed) -> failed(command, failure));
        share(line);
        return line;
    }

    /**
     * Wrong input is 1 and a failure is 2: picocli's own defaults are the other way round. And --version
     * says the same everywhere.
     */
    private static void share(CommandLine line) {
        line.getCommandSpec().exitCodeOnInvalidInput(Agent.WRONG_INPUT);
        line.getCommandSpec().exitCodeOnExecutionException(Agent.FAILED);
        line.getCommandSpec().versionProvider(new VersionCommand.Provider());
        line.getSubcommands().values().forEach(Main::share);
    }

    /** A word that nothing takes is an error also beside --help, for which picocli would let it pass. */
    private static int run(ParseResult parsed) {
        for (CommandLine line : parsed.asCommandLineList()) {
            if (!line.getUnmatchedArguments().isEmpty()) {
                throw new UnmatchedArgumentException(line, line.getUnmatchedArguments());
            }
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int wrongInput(ParameterException problem, String[] typed,
            Map<String, String> environment) {
        PrintWriter err = problem.getCommandLine().getErr();
        err.println(WrongInput.text(problem, typed, environment));
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
