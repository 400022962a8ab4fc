// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * etcd's JSON gateway (etcd documentation, "gRPC gateway") at a client URL: no code of the product
 * lies between a reading and etcd. Keys and values are base64 there, numbers are strings, and what
 * is zero is left out. Every call throws {@link IOException} if it is refused or late.
 */
final class Gateway {

    /** One entry of the member list; ids are decimal, as the gateway takes them. */
    record Member(String id, String name, String peerUrl, boolean learner) {
    }

    private static final Duration CONNECT = Duration.ofMillis(250);
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT).build();
    private final Duration patience;

    /** @param patience how long one call may take */
    Gateway(Duration patience) {
        this.patience = patience;
    }

    void put(String url, String key, String value) throws IOException, InterruptedException {
        post(url, "/v3/kv/put", Map.of("key", base64(key), "value", base64(value)));
    }

    /** The keys below a prefix in the order in which they were made, and their values. */
    List<Map.Entry<String, String>> below(String url, String prefix)
            throws IOException, InterruptedException {
        int last = prefix.length() - 1;
        String end = prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
        Map<String, Object> answer = post(url, "/v3/kv/range", Map.of("key", base64(prefix),
                "range_end", base64(end), "sort_order", "ASCEND", "sort_target", "CREATE"));
        List<Map.Entry<String, String>> keys = new ArrayList<>();
        for (Object entry : list(answer.get("kvs"))) {
            Map<?, ?> pair = (Map<?, ?>) entry;
            keys.add(Map.entry(text(pair.get("key")), text(pair.get("value"))));
        }
        return keys;
    }

    /** By peer URL; as a quorum knows it. */
    SortedMap<String, Member> members(String url) throws IOException, InterruptedException {
        return members(post(url, "/v3/cluster/member/list", Map.of("linearizable", true)));
    }

    /** @return the members after it, by peer URL */
    SortedMap<String, Member> addLearner(String url, String peerUrl)
            throws IOException, InterruptedException {
        return members(post(url, "/v3/cluster/member/add",
                Map.of("peerURLs", List.of(peerUrl), "isLearner", true)));
    }

    void promote(String url, String id) throws IOException, InterruptedException {
        post(url, "/v3/cluster/member/promote", Map.of("ID", id));
    }

    void remove(String url, String id) throws IOException, InterruptedException {
        post(url, "/v3/cluster/member/remove", Map.of("ID", id));
    }

    /** The id of raft's leader, as the member at the URL sees it; empty if it knows none. */
    String raftLeader(String url) throws IOException, InterruptedException {
        Object leader = post(url, "/v3/maintenance/status", Map.of()).get("leader");
        return leader == null ? "" : leader.toString();
    }

    private Map<String, Object> post(String url, String path, Map<String, Object> body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path)).timeout(patience)
                .POST(BodyPublishers.ofString(JSON.std.asString(body))).build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() != OK) {
            throw new IOException(url + path + " answers " + response.statusCode() + " "
                    + response.body());
        }
        return JSON.std.mapFrom(response.body());
    }

    private static SortedMap<String, Member> members(Map<String, Object> answer) {
        SortedMap<String, Member> members = new TreeMap<>();
        for (Object entry : list(answer.get("members"))) {
            Map<?, ?> member = (Map<?, ?>) entry;
            String peerUrl = String.valueOf(list(member.get("peerURLs")).get(0));
            Object name = member.get("name");
            members.put(peerUrl, new Member(String.valueOf(member.get("ID")),
                    name == null ? "" : name.toString(), peerUrl,
                    Boolean.TRUE.equals(member.get("isLearner"))));
        }
        return members;
    }

    private static List<?> list(Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Object base64) {
        return base64 == null ? ""
                : new String(Base64.getDecoder().decode(base64.toString()), StandardCharsets.UTF_8);
    }
}
