// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import io.mgmt.cluster.ClusterReport;
import io.mgmt.cluster.Host;
import io.mgmt.etcd.ServerStatus;
import io.mgmt.graph.GraphReport;
import io.mgmt.graph.VertexState;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All that {@code mgmt status} knows, as text for people and as maps for JSON. */
record AgentStatus(Host host, long pid, Optional<ServerStatus> server, Optional<ClusterReport> cluster,
        Optional<GraphReport> graph) {

    /** How many vertices that are not in state are listed for a person; JSON has them all. */
    private static final int MOST_LISTED = 20;

    /** @param members what there is to be said of the whole cluster, in lines; may be empty */
    String text(String members) {
        StringBuilder text = new StringBuilder();
        row(text, "host", host.name() + ", process " + pid + ", id " + host.id());
        row(text, "state in", host.stateDirectory().toString());
        server.ifPresent(s -> row(text, "etcd", describe(s)));
        cluster.ifPresent(c -> {
            row(text, "cluster", describe(c));
            row(text, "endpoints", c.endpoints().isEmpty() ? "none" : urls(c));
            c.notes().stream().filter(note -> !members.contains(note)).forEach(note -> row(text, "note", note));
        });
        if (!members.isEmpty()) {
            row(text, "members", members.stripTrailing().replace("\n", "\n  "));
        }
        graph.ifPresent(g -> describe(text, g));
        return text.toString();
    }

    private static void row(StringBuilder text, String name, String value) {
        text.append(name).append(" ".repeat(Math.max(1, 11 - name.length()))).append(value).append('\n');
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String urls(ClusterReport cluster) {
        return cluster.endpoints().stream().map(URI::toString).collect(Collectors.joining(", "));
    }

    private static String describe(ServerStatus server) {
        StringBuilder text = new StringBuilder(word(server.state()));
        if (!server.version().isEmpty()) {
            text.append(", version ").append(server.version());
        }
        server.pid().ifPresent(pid -> text.append(", process ").append(pid));
        if (server.adopted()) {
            text.append(" (adopted)");
        }
        if (!server.binary().isEmpty()) {
            text.append(", ").append(server.binary());
        }
        return server.message().isEmpty() ? text.toString() : text + "\n           " + server.message();
    }

    private static String describe(ClusterReport cluster) {
        return cluster.role() + (cluster.clusterId().isEmpty() ? "" : ", cluster " + cluster.clusterId())
                + (cluster.idealClusterSize() == 0 ? "" : ", ideal size " + cluster.idealClusterSize())
                + (cluster.connected() ? "" : ", the store does not answer");
    }

    private static void describe(StringBuilder text, GraphReport graph) {
        row(text, "graph", graph.graph() + (graph.source().isEmpty() ? "" : " from " + graph.source())
                + (graph.converged() ? ", converged" : ", not converged"));
        if (!graph.problem().isEmpty()) {
            row(text, "problem", graph.problem().replace("\n", "\n           "));
        }
        List<String> counts = new ArrayList<>();
        for (VertexState state : VertexState.values()) {
            long count = graph.count(state);
            if (count > 0) {
                counts.add(count + " " + word(state));
            }
        }
        row(text, "resources", counts.isEmpty() ? "none" : String.join(", ", counts));
        List<GraphReport.Vertex> troubled = graph.vertices().stream()
                .filter(v -> v.state() != VertexState.IN_STATE && !v.reason().isEmpty()).toList();
        for (GraphReport.Vertex vertex : troubled.subList(0, Math.min(MOST_LISTED, troubled.size()))) {
            text.append("  ").append(vertex.ref()).append(' ').append(word(vertex.state())).append(": ")
                    .append(vertex.reason().replace("\n", "\n    ")).append('\n');
        }
        if (troubled.size() > MOST_LISTED) {
            text.append("  and ").append(troubled.size() - MOST_LISTED).append(" more; see --json\n");
        }
    }

    /** @param members the same as fields; may be empty */
    Map<String, Object> json(Map<String, Object> members) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("host", host.name().value());
        json.put("hostId", host.id().toString());
        json.put("pid", pid);
        json.put("stateDirectory", host.stateDirectory().toString());
        server.ifPresent(s -> json.put("etcd", json(s)));
        cluster.ifPresent(c -> {
            Map<String, Object> own = json(c);
            own.putAll(members);
            json.put("cluster", own);
        });
        graph.ifPresent(g -> json.put("graph", json(g)));
        return json;
    }

    private static Map<String, Object> json(ServerStatus server) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("state", word(server.state()));
        server.pid().ifPresent(pid -> json.put("pid", pid));
        json.put("version", server.version());
        json.put("binary", server.binary());
        json.put("adopted", server.adopted());
        json.put("exit", word(server.exit()));
        json.put("message", server.message());
        return json;
    }

    private static Map<String, Object> json(ClusterReport cluster) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("role", cluster.role());
        json.put("clusterId", cluster.clusterId());
        json.put("idealClusterSize", cluster.idealClusterSize());
        json.put("endpoints", cluster.endpoints().stream().map(URI::toString).toList());
        json.put("connected", cluster.connected());
        json.put("notes", cluster.notes());
        return json;
    }

    private static Map<String, Object> json(GraphReport graph) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", graph.graph());
        json.put("source", graph.source());
        json.put("converged", graph.converged());
        json.put("problem", graph.problem());
        Map<String, Object> counts = new LinkedHashMap<>();
        for (VertexState state : VertexState.values()) {
            counts.put(word(state), graph.count(state));
        }
        json.put("counts", counts);
        json.put("resources", graph.vertices().stream().map(AgentStatus::json).toList());
        return json;
    }

    private static Map<String, Object> json(GraphReport.Vertex vertex) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", vertex.ref().kind());
        json.put("name", vertex.ref().name());
        json.put("state", word(vertex.state()));
        json.put("reason", vertex.reason());
        json.put("changes", vertex.changes());
        return json;
    }
}
