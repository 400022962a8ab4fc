// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mgmt.agent.Command;
import io.mgmt.cluster.Host;
import io.mgmt.cluster.Membership;
import io.mgmt.etcd.EtcdServer;
import io.mgmt.graph.RunningGraph;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code mgmt status}: what this agent is, and how it goes. */
@Component(property = {Command.NAME + "=status",
    Command.DESCRIPTION + "=Shows the running agent: host, etcd, the members of the cluster and what is wrong"
            + " with it, graph, resources by state, failures with their reasons.",
    Command.USAGE + "=[--json]"})
public final class StatusCommand implements Command {

    private final Host host;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile EtcdServer server;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Membership membership;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile RunningGraph graph;

    /** Looks at the whole cluster; there is none where this host has no part in one. */
    @Reference(target = "(" + Command.NAME + "=members)", cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile Command members;

    @Activate
    public StatusCommand(@Reference Host host) {
        this.host = host;
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) throws InterruptedException {
        boolean isJson = arguments.contains("--json");
        // First, because a look may bring what the report of this host did not know.
        String cluster = members(isJson ? "--json" : "--brief");
        AgentStatus status = new AgentStatus(host, ProcessHandle.current().pid(),
                Optional.ofNullable(server).map(EtcdServer::status),
                Optional.ofNullable(membership).map(Membership::report),
                Optional.ofNullable(graph).map(RunningGraph::report));
        if (!isJson) {
            out.print(status.text(cluster));
            return 0;
        }
        try {
            out.println(JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT)
                    .asString(status.json(cluster.isEmpty() ? Map.of() : JSON.std.mapFrom(cluster))));
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the command {@code members} says; empty if there is none. */
    private String members(String flag) throws InterruptedException {
        Command command = members;
        if (command == null) {
            return "";
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8)) {
            command.run(List.of(flag), out, out);
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
