// SPDX-License-Identifier: Apache-2.0
package io.mgmt.host;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mgmt.agent.Urls;
import io.mgmt.cluster.ClusterState;
import io.mgmt.cluster.MemberState;
import io.mgmt.cluster.RaftTiming;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The two state files as JSON: ids and leases are hex as etcdctl prints them. Fields that this
 * version does not know are left out when the file is written again.
 */
final class StateJson {

    private StateJson() {
    }

    static String text(MemberState state) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("phase", state.phase().name().toLowerCase(Locale.ROOT));
        fields.put("memberId", state.memberId());
        fields.put("token", state.token());
        return text(fields);
    }

    static String text(ClusterState state) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("clusterId", state.clusterId());
        fields.put("endpoints", state.endpoints().stream().map(URI::toString).toList());
        fields.put("leases", state.leases().stream().map(Long::toHexString).toList());
        state.timing().ifPresent(timing -> {
            fields.put("heartbeatMillis", timing.heartbeat().toMillis());
            fields.put("electionMillis", timing.election().toMillis());
        });
        return text(fields);
    }

    static MemberState member(Path file, String text) throws IOException {
        Map<String, Object> fields = fields(file, text);
        String phase = string(file, fields, "phase");
        for (MemberState.Phase known : MemberState.Phase.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(phase)) {
                return new MemberState(known, string(file, fields, "memberId"),
                        string(file, fields, "token"));
            }
        }
        throw damaged(file, "\"" + phase + "\" is no phase (founding, joining, member)", null);
    }

    static ClusterState cluster(Path file, String text) throws IOException {
        Map<String, Object> fields = fields(file, text);
        List<Long> leases = new ArrayList<>();
        List<URI> endpoints = new ArrayList<>();
        String reading = "";
        try {
            for (String lease : strings(file, fields, "leases")) {
                reading = lease;
                leases.add(Long.parseUnsignedLong(lease, 16));
            }
            for (String endpoint : strings(file, fields, "endpoints")) {
                reading = endpoint;
                endpoints.addAll(Urls.parse(endpoint).list());
            }
        } catch (IllegalArgumentException e) {
            throw damaged(file, "\"" + reading + "\" has no business there", e);
        }
        return new ClusterState(string(file, fields, "clusterId"), endpoints, leases, timing(file, fields));
    }

    private static Optional<RaftTiming> timing(Path file, Map<String, Object> fields) throws IOException {
        Object heartbeat = fields.get("heartbeatMillis");
        Object election = fields.get("electionMillis");
        if (heartbeat == null && election == null) {
            return Optional.empty();
        }
        if (!(heartbeat instanceof Number heartbeatMillis) || !(election instanceof Number electionMillis)) {
            throw damaged(file, "\"heartbeatMillis\" or \"electionMillis\" is missing or no number", null);
        }
        try {
            return Optional.of(new RaftTiming(Duration.ofMillis(heartbeatMillis.longValue()),
                    Duration.ofMillis(electionMillis.longValue())));
        } catch (IllegalArgumentException e) {
            throw damaged(file, e.getMessage(), e);
        }
    }

    /** What is wrong, where, and how to fix it. */
    static IOException damaged(Path file, String what, Throwable cause) {
        return new IOException(file + " is damaged: " + what
                + ".\n  Restore it from a copy. If there is none, start with --new-cluster, which"
                + " moves the etcd data of this host to " + file.resolveSibling("archive")
                + " and leaves its cluster.", cause);
    }

    private static String text(Map<String, Object> fields) throws IOException {
        return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(fields) + "\n";
    }

    private static Map<String, Object> fields(Path file, String text) throws IOException {
        try {
            Map<String, Object> fields = JSON.std.mapFrom(text);
            if (fields != null) {
                return fields;
            }
        } catch (IOException e) {
            throw damaged(file, "it is no JSON object", e);
        }
        throw damaged(file, "it is no JSON object", null);
    }

    private static String string(Path file, Map<String, Object> fields, String name)
            throws IOException {
        if (fields.get(name) instanceof String text) {
            return text;
        }
        throw damaged(file, "\"" + name + "\" is missing or no text", null);
    }

    private static List<String> strings(Path file, Map<String, Object> fields, String name)
            throws IOException {
        if (!(fields.get(name) instanceof List<?> list)) {
            throw damaged(file, "\"" + name + "\" is missing or no list", null);
        }
        List<String> texts = new ArrayList<>();
        for (Object element : list) {
            if (!(element instanceof String text)) {
                throw damaged(file, "\"" + name + "\" holds " + element + ", which is no text",
                        null);
            }
            texts.add(text);
        }
        return texts;
    }
}
