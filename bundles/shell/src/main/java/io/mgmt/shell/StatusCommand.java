// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mgmt.agent.Command;
import io.mgmt.cluster.Host;
import io.mgmt.cluster.Membership;
import io.mgmt.etcd.EtcdServer;
import io.mgmt.graph.RunningGraph;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code mgmt status}: what this agent is, and how it goes. */
@Component(property = Command.NAME + "=status")
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

    @Activate
    public StatusCommand(@Reference Host host) {
        this.host = host;
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        AgentStatus status = new AgentStatus(host, ProcessHandle.current().pid(),
                Optional.ofNullable(server).map(EtcdServer::status),
                Optional.ofNullable(membership).map(Membership::report),
                Optional.ofNullable(graph).map(RunningGraph::report));
        if (!arguments.contains("--json")) {
            out.print(status.text());
            return 0;
        }
        try {
            out.println(JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(status.json()));
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
