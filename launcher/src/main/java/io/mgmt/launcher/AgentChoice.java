// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import io.mgmt.agent.Agent;
import io.mgmt.agent.HostName;
import io.mgmt.agent.Places;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
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

    /**
     * What was found below a prefix.
     *
     * @param agents that answer, by host name
     * @param hidden host names that this user may not look at, with their owners
     */
    private record Found(Map<String, SocketChannel> agents, Map<String, String> hidden) {
    }

    /** Connects to the one agent that is meant. */
    SocketChannel connect() throws UserException, IOException {
        Path directory = prefix == null ? Places.prefix() : prefix.toAbsolutePath().normalize();
        Found found = find(directory);
        try {
            return found.agents().remove(choose(directory, found));
        } finally {
            for (SocketChannel other : found.agents().values()) {
                other.close();
            }
        }
    }

    private String choose(Path directory, Found found) throws UserException {
        Map<String, SocketChannel> agents = found.agents();
        if (hostname == null && agents.size() == 1) {
            return agents.keySet().iterator().next();
        }
        if (hostname != null && agents.containsKey(hostname.value())) {
            return hostname.value();
        }
        Map<String, String> hidden = new TreeMap<>(found.hidden());
        if (hostname != null) {
            hidden.keySet().retainAll(Set.of(hostname.value()));
        }
        if (!hidden.isEmpty() && (hostname != null || agents.isEmpty())) {
            throw new UserException(Agent.WRONG_INPUT, hiddenText(directory, hidden));
        }
        if (hostname != null) {
            throw new UserException(Agent.WRONG_INPUT, "No agent " + hostname + " runs with its state in " + directory
                    + ".\n  Start it with mgmt run --hostname " + hostname
                    + ", or name another --prefix." + known(agents));
        }
        throw new UserException(Agent.WRONG_INPUT, agents.isEmpty()
                ? "No agent runs with its state in " + directory
                        + ".\n  Start one with mgmt run, or name another --prefix. Agents of other users are not"
                        + " looked for: run this as the user that runs the agent."
                : "Several agents run here. Name one with --hostname." + known(agents));
    }

    private static String hiddenText(Path directory, Map<String, String> hidden) {
        return "No agent with its state in " + directory + " can be reached by this user; there may be one that runs"
                + " as another user: " + hidden.entrySet().stream()
                        .map(host -> host.getKey() + " (of " + host.getValue() + ")").collect(Collectors.joining(", "))
                + ".\n  Run this as that user, such as with sudo -u "
                + hidden.values().iterator().next() + ".";
    }

    private static String known(Map<String, SocketChannel> agents) {
        return agents.isEmpty() ? "" : "\n  Running: " + agents.keySet().stream().collect(Collectors.joining(", "));
    }

    /** Looks for agents below the prefix. */
    private static Found find(Path directory) throws UserException, IOException {
        Found found = new Found(new TreeMap<>(), new TreeMap<>());
        if (Files.isDirectory(directory)) {
            try (Stream<Path> entries = Files.list(directory)) {
                for (Path host : (Iterable<Path>) entries.filter(Files::isDirectory)::iterator) {
                    look(host, found);
                }
            } catch (AccessDeniedException e) {
                throw new UserException(Agent.WRONG_INPUT, "This user may not look for agents in " + directory
                        + ".\n  Run this as the user that runs the agent, or name another --prefix.");
            }
        }
        return found;
    }

    private static void look(Path host, Found found) throws IOException {
        String name = host.getFileName().toString();
        if (!Files.isExecutable(host)) {
            found.hidden().put(name, owner(host));
            return;
        }
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            Path socket = Path.of(Files.readString(host.resolve(CONTROL)).strip());
            if (socket.getParent() != null && Files.isDirectory(socket.getParent())
                    && !Files.isExecutable(socket.getParent())) {
                channel.close();
                found.hidden().put(name, owner(socket.getParent()));
                return;
            }
            channel.connect(UnixDomainSocketAddress.of(socket));
            found.agents().put(name, channel);
        } catch (IOException e) {
            // The agent has gone and left its file behind, or there never was one: not one that runs.
            channel.close();
        }
    }

    private static String owner(Path path) throws IOException {
        try {
            return Files.getOwner(path).getName();
        } catch (UnsupportedOperationException e) {
            return "another user";
        }
    }
}
