// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import io.mgmt.agent.Agent;
import io.mgmt.agent.Command;
import io.mgmt.cluster.Membership;
import java.io.PrintStream;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The client URLs of the cluster, with commas between them: what etcdctl is pointed at. */
@Component(property = {Command.NAME + "=endpoints",
    Command.DESCRIPTION + "=Prints the client URLs of the cluster, with commas between them."})
public final class EndpointsCommand implements Command {

    private final Membership membership;

    @Activate
    public EndpointsCommand(@Reference Membership membership) {
        this.membership = membership;
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        List<URI> endpoints = membership.report().endpoints();
        if (endpoints.isEmpty()) {
            err.println("This agent knows no endpoint of its cluster yet. Try again when mgmt status shows one.");
            return Agent.FAILED;
        }
        out.println(endpoints.stream().map(URI::toString).collect(Collectors.joining(",")));
        return Agent.DONE;
    }
}
