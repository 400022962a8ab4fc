// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

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
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * etcd's JSON gateway (etcd documentation, "gRPC gateway"), at a client URL: a client that shares no code
 * with the product. Keys and values are base64 there, numbers are strings, and what is zero is left out.
 */
final class Gateway {

    /** One entry of the member list; the name is empty until it has started. */
    record Member(String id, String name, List<String> peerUrls, boolean learner) {
    }

    private static final Duration CONNECT = Duration.ofMillis(300);
    private static final int BAD_REQUEST = 400;

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

    void delete(String url, String prefix) throws IOException, InterruptedException {
        post(url, "/v3/kv/deleterange", Map.of("key", base64(prefix), "range_end", base64(after(prefix))));
    }

    /** The keys below a prefix and their values; linearizable. */
    SortedMap<String, String> below(String url, String prefix) throws IOException, InterruptedException {
        return keys(post(url, "/v3/kv/range",
                Map.of("key", base64(prefix), "range_end", base64(after(prefix)))));
    }

    /** The value of the key below a prefix that was made first: of candidates, the leader's. */
    Optional<String> first(String url, String prefix) throws IOException, InterruptedException {
        return keys(post(url, "/v3/kv/range", Map.of("key", base64(prefix), "range_end", base64(after(prefix)),
                "sort_order", "ASCEND", "sort_target", "CREATE", "limit", 1))).values().stream().findFirst();
    }

    /** One key, or nothing; linearizable. */
    SortedMap<String, String> get(String url, String key) throws IOException, InterruptedException {
        return keys(post(url, "/v3/kv/range", Map.of("key", base64(key))));
    }

    List<Member> members(String url) throws IOException, InterruptedException {
        List<Member> members = new ArrayList<>();
        for (Object entry : list(post(url, "/v3/cluster/member/list", Map.of()).get("members"))) {
            Map<?, ?> member = (Map<?, ?>) entry;
            members.add(new Member(hex(member.get("ID")), String.valueOf(member.get("name")).replace("null", ""),
                    list(member.get("peerURLs")).stream().map(String::valueOf).toList(),
                    Boolean.TRUE.equals(member.get("isLearner"))));
        }
        return members;
    }

    /** A member that no agent knows of: as a learner, so that it cannot cost the quorum. */
    void addLearner(String url, String peerUrl) throws IOException, InterruptedException {
        post(url, "/v3/cluster/member/add", Map.of("peerURLs", List.of(peerUrl), "isLearner", true));
    }

    void remove(String url, String memberId) throws IOException, InterruptedException {
        String decimal = Long.toUnsignedString(Long.parseUnsignedLong(memberId, 16));
        post(url, "/v3/cluster/member/remove", Map.of("ID", decimal));
    }

    /** The id of raft's leader, as the member at the URL sees it. */
    String raftLeader(String url) throws IOException, InterruptedException {
        return hex(post(url, "/v3/maintenance/status", Map.of()).get("leader"));
    }

    /** The cluster's id, hex. */
    String clusterId(String url) throws IOException, InterruptedException {
        return hex(((Map<?, ?>) post(url, "/v3/maintenance/status", Map.of()).get("header")).get("cluster_id"));
    }

    private Map<String, Object> post(String url, String path, Map<String, Object> body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path)).timeout(patience)
                .POST(BodyPublishers.ofString(JSON.std.asString(body))).build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() >= BAD_REQUEST) {
            throw new IOException(url + path + " answers " + response.statusCode() + " " + response.body());
        }
        return JSON.std.mapFrom(response.body());
    }

    private static SortedMap<String, String> keys(Map<String, Object> answer) {
        SortedMap<String, String> keys = new TreeMap<>();
        for (Object entry : list(answer.get("kvs"))) {
            Map<?, ?> pair = (Map<?, ?>) entry;
            keys.put(text(pair.get("key")), text(pair.get("value")));
        }
        return keys;
    }

    private static List<?> list(Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static String hex(Object decimal) {
        return decimal == null ? "" : Long.toHexString(Long.parseUnsignedLong(decimal.toString()));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Object base64) {
        return base64 == null ? ""
                : new String(Base64.getDecoder().decode(base64.toString()), StandardCharsets.UTF_8);
    }

    /** The first key that does not begin with the prefix. */
    private static String after(String prefix) {
        int last = prefix.length() - 1;
        return prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
    }
}
