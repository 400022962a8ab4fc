// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.nio.channels.SocketChannel;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mgmt shell}: Gogo in the running agent. */
@Command(name = "shell", mixinStandardHelpOptions = true,
        description = "Opens the Gogo shell of the running agent; end it with Ctrl-D or \"exit\".")
final class ShellCommand implements Callable<Integer> {

    /** Set by the start script if standard input is a terminal: Java 17 cannot ask about a single stream. */
    private static final String TYPED = "mgmt.typed";

    @Mixin
    private AgentChoice agent;

    @Override
    public Integer call() throws Exception {
        try (SocketChannel channel = agent.connect()) {
            Control.shell(channel, Boolean.getBoolean(TYPED), System.in, System.out);
        }
        return 0;
    }
}
