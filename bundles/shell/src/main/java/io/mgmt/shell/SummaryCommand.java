// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import io.mgmt.agent.Command;
import io.mgmt.cluster.ClusterReport;
import io.mgmt.cluster.Membership;
import io.mgmt.graph.GraphReport;
import io.mgmt.graph.RunningGraph;
import io.mgmt.graph.VertexState;
import java.io.PrintStream;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** One line for the foot of a terminal: the graph and the cluster at a glance. */
@Component(property = {Command.NAME + "=summary",
    Command.DESCRIPTION + "=Shows the graph and the cluster in one line."})
public final class SummaryCommand implements Command {

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Membership membership;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile RunningGraph graph;

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        StringBuilder line = new StringBuilder();
        RunningGraph running = graph;
        if (running != null) {
            line.append(describe(running.report()));
        }
        Membership member = membership;
        if (member != null) {
            ClusterReport cluster = member.report();
            line.append(line.isEmpty() ? "" : " | ").append(cluster.role());
        }
        out.println(line);
        return 0;
    }

    private static String describe(GraphReport graph) {
        int all = graph.vertices().size();
        long failed = graph.count(VertexState.FAILED) + graph.count(VertexState.RETRYING);
        return graph.graph() + ": " + graph.count(VertexState.IN_STATE) + " of " + all + " in state"
                + count(graph.count(VertexState.RUNNING), "running") + count(failed, "failed")
                + count(graph.count(VertexState.WAITING), "waiting") + count(graph.count(VertexState.NOOP), "noop")
                + (graph.problem().isEmpty() ? "" : ", the file has errors");
    }

    private static String count(long number, String word) {
        return number == 0 ? "" : ", " + number + " " + word;
    }
}
