// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import io.mgmt.agent.Agent;
import io.mgmt.agent.HostName;
import io.mgmt.agent.Places;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which running agent a command talks to; mixed into each command that does. */
final class AgentChoice {

    /** In a state directory: the path of the agent's control socket. */
    private static final String CONTROL = "control";

    @Option(names = "--hostname", paramLabel = "NAME", converter = RunFlags.HostNames.class,
            description = "The agent with this host name; needed if several run here.")
    private HostName hostname;

    @Option(names = "--prefix", paramLabel = "DIR",
            description = "Where agents keep their state."
                    + " Default: /var/lib/mgmt for root, else ~/.local/state/mgmt")
    private Path prefix;

    /** Connects to the one agent that is meant. */
    SocketChannel connect() throws UserException, IOException {
        Path directory = prefix == null ? Places.prefix() : prefix.toAbsolutePath().normalize();
        Map<String, SocketChannel> agents = running(directory);
        try {
            return agents.remove(choose(directory, agents));
        } finally {
            for (SocketChannel other : agents.values()) {
                other.close();
            }
        }
    }

    private String choose(Path directory, Map<String, SocketChannel> agents) throws UserException {
        if (hostname != null) {
            if (agents.containsKey(hostname.value())) {
                return hostname.value();
            }
            throw new UserException(Agent.WRONG_INPUT, "No agent " + hostname + " runs with its state in " + directory
                    + ".\n  Start it with mgmt run --hostname " + hostname
                    + ", or name another --prefix." + known(agents));
        }
        if (agents.size() == 1) {
            return agents.keySet().iterator().next();
        }
        throw new UserException(Agent.WRONG_INPUT, agents.isEmpty()
                ? "No agent runs with its state in " + directory
                        + ".\n  Start one with mgmt run, or name another --prefix."
                : "Several agents run here. Name one with --hostname." + known(agents));
    }

    private static String known(Map<String, SocketChannel> agents) {
        return agents.isEmpty() ? "" : "\n  Running: " + agents.keySet().stream().collect(Collectors.joining(", "));
    }

    /** The agents below the prefix that answer, by host name. */
    private static Map<String, SocketChannel> running(Path directory) throws IOException {
        List<Path> hosts = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> entries = Files.list(directory)) {
                entries.filter(entry -> Files.isReadable(entry.resolve(CONTROL))).forEach(hosts::add);
            }
        }
        Map<String, SocketChannel> agents = new TreeMap<>();
        for (Path host : hosts) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(Files.readString(host.resolve(CONTROL)).strip()));
                agents.put(host.getFileName().toString(), channel);
            } catch (IOException e) {
                // The agent has gone and left its file behind: not one that runs.
                channel.close();
            }
        }
        return agents;
    }
}
