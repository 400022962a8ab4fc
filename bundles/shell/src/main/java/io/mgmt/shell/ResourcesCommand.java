// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mgmt.agent.Agent;
import io.mgmt.agent.Answer;
import io.mgmt.agent.Command;
import io.mgmt.agent.Table;
import io.mgmt.agent.Timers;
import io.mgmt.graph.GraphReport;
import io.mgmt.graph.RunningGraph;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code mgmt resources}: every vertex of the running graph. */
@Component(property = {Command.NAME + "=resources",
    Command.DESCRIPTION + "=Shows every resource of the running graph: its state, for how long, and why.",
    Command.USAGE + "=[--json]"})
public final class ResourcesCommand implements Command {

    private final Timers timers;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile RunningGraph graph;

    @Activate
    public ResourcesCommand(@Reference Timers timers) {
        this.timers = timers;
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        Answer answer = look();
        if (answer.exitCode() != Agent.DONE || !arguments.contains("--json")) {
            return answer.print(out, err);
        }
        try {
            out.println(JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(answer.rows()));
            return Agent.DONE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<Answer> answer(List<String> arguments) {
        return arguments.contains("--json") ? Optional.empty() : Optional.of(look());
    }

    private Answer look() {
        RunningGraph running = graph;
        return running == null ? Answer.failed(Agent.FAILED, "No graph runs here.")
                : answer(running.report(), timers.epochMillis());
    }

    static Answer answer(GraphReport report, long epochMillis) {
        if (report.vertices().isEmpty()) {
            return Answer.of("The graph " + report.graph() + " has no resources.\n", List.of());
        }
        Table columns = new Table("KIND", "NAME", "STATE", "FOR", "CHANGES", "REASON");
        for (GraphReport.Vertex vertex : report.vertices()) {
            columns.row(vertex.ref().kind(), vertex.ref().name().replace('\n', ' '), state(vertex),
                    Table.span(Duration.ofMillis(since(vertex, epochMillis))), Long.toString(vertex.changes()),
                    vertex.reason().strip().replaceAll("\\s*\n\\s*", "; "));
        }
        return Answer.of(columns.text(), report.vertices().stream().map(vertex -> row(vertex, epochMillis)).toList());
    }

    private static Map<String, Object> row(GraphReport.Vertex vertex, long epochMillis) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("kind", vertex.ref().kind());
        row.put("name", vertex.ref().name());
        row.put("state", state(vertex));
        row.put("sinceMillis", since(vertex, epochMillis));
        row.put("changes", vertex.changes());
        row.put("reason", vertex.reason());
        return row;
    }

    private static String state(GraphReport.Vertex vertex) {
        return vertex.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static long since(GraphReport.Vertex vertex, long epochMillis) {
        return Math.max(0, epochMillis - vertex.sinceMillis());
    }
}
