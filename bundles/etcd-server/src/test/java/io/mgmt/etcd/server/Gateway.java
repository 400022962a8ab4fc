// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mgmt.etcd.StartPlan;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** etcd's JSON gateway: the same on every version, and needs no client. */
record Gateway(String url) {

    static Gateway of(StartPlan plan) {
        return new Gateway(plan.clientUrls().toString());
    }

    void put(String key, String value) throws IOException {
        post("/v3/kv/put", Map.of("key", base64(key), "value", base64(value)));
    }

    /** The value, or an empty text if there is no such key. */
    String get(String key) throws IOException {
        Object found = post("/v3/kv/range", Map.of("key", base64(key))).get("kvs");
        if (!(found instanceof List<?> list) || list.isEmpty()) {
            return "";
        }
        Object value = ((Map<?, ?>) list.get(0)).get("value");
        return new String(Base64.getDecoder().decode(String.valueOf(value)),
                StandardCharsets.UTF_8);
    }

    /** Adds a learner; returns its id. */
    String addLearner(String peerUrl) throws IOException {
        Map<?, ?> member = (Map<?, ?>) post("/v3/cluster/member/add",
                Map.of("peerURLs", List.of(peerUrl), "isLearner", true)).get("member");
        return String.valueOf(member.get("ID"));
    }

    void remove(String memberId) throws IOException {
        post("/v3/cluster/member/remove", Map.of("ID", memberId));
    }

    private Map<String, Object> post(String path, Map<String, Object> body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI.create(url
                + path).toURL().openConnection();
        connection.setConnectTimeout(2_000);
        connection.setReadTimeout(5_000);
        connection.setDoOutput(true);
        connection.getOutputStream().write(JSON.std.asBytes(body));
        if (connection.getResponseCode() != 200) {
            try (InputStream error = connection.getErrorStream()) {
                throw new IOException(path + ": "
                        + new String(error.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        try (InputStream answer = connection.getInputStream()) {
            return JSON.std.mapFrom(answer);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
