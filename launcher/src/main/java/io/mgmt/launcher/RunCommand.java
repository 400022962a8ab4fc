// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import io.mgmt.agent.Agent;
import io.mgmt.agent.Command;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mgmt run}: the agent. */
@picocli.CommandLine.Command(name = "run", aliases = "r", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Runs the agent until it is stopped (Ctrl-C).", ""},
        footer = {"", "Each flag is also a variable: --client-urls is MGMT_CLIENT_URLS. Lists are separated by"
                + " comma, semicolon or space, or the flag is repeated.",
            "First Ctrl-C: orderly end. Second: cancel what runs. Third: end now, cleanly for the data."})
final class RunCommand implements Callable<Integer> {

    private static final long LIVE_MILLIS = 1_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunFlags flags;

    private final EarlyContainer early;

    /** For picocli, where nothing was begun. */
    RunCommand() {
        this(new EarlyContainer("agent"));
    }

    /** @param early closed by whoever made it, unless it is taken */
    RunCommand(EarlyContainer early) {
        this.early = early;
    }

    @Override
    public Integer call() throws Exception {
        String contradiction = flags.contradiction(this::named);
        if (!contradiction.isEmpty()) {
            throw new ParameterException(spec.commandLine(), contradiction);
        }
        Screen screen = Screen.ofProcess(flags.jsonLog());
        Logging.start(flags.jsonLog(), flags.verbose(), screen);
        try (early) {
            return run(screen, early.container(), early.bundles());
        }
    }

    /** A flag, or the variable that stood in for it. */
    private String named(String flag) {
        return spec.commandLine().getParseResult().hasMatchedOption(flag) ? flag : EnvironmentDefaults.variable(flag);
    }

    private int run(Screen screen, Container container, List<Bundle> bundles)
            throws BundleException, IOException {
        Ending ending = new Ending();
        container.context().registerService(Agent.class, ending, null);
        Stopper stopper = new Stopper(container, screen, flags.keepMember());
        Signals.hear(name -> {
            ending.end(Agent.DONE, "");
            stopper.signal(name);
        }, "INT", "TERM", "HUP");
        container.start(bundles, flags.configurations(), ending::isDecided);
        if (!ending.isDecided()) {
            FrameworkLog.follow(container.context());
        }
        Thread live = live(container, screen, ending);
        Ending.Reason reason = ending.await();
        live.interrupt();
        stopper.run();
        screen.live("");
        if (!reason.message().isEmpty()) {
            screen.say(reason.message());
        }
        return reason.exitCode();
    }

    /** Keeps the live line of a terminal up to date; does nothing elsewhere. */
    private static Thread live(Container container, Screen screen, Ending ending) {
        Thread thread = new Thread(() -> {
            while (screen.isLive() && !ending.isDecided()) {
                try {
                    container.service(Command.class, "(" + Command.NAME + "=summary)")
                            .ifPresent(summary -> screen.live(output(summary)));
                    Thread.sleep(LIVE_MILLIS);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }, "mgmt-live");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static String output(Command command) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            command.run(List.of(), out, out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return bytes.toString(StandardCharsets.UTF_8).strip();
    }
}
