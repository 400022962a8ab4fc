// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What goes on while bundles are replaced: a client that writes to etcd's JSON gateway (etcd documentation,
 * "gRPC gateway") and remembers what was acknowledged, and a person who deletes a file of the graph again
 * and again. Shares no code with the product.
 */
final class Load implements AutoCloseable {

    private static final long WRITE_MILLIS = 5;
    private static final long DELETE_MILLIS = 50;
    private static final Pattern VALUE = Pattern.compile("\"value\":\"([^\"]*)\"");

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final String url;
    private final List<String> acknowledged = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private int tried;

    /** Begins. */
    Load(String url, Path file) {
        this.url = url;
        threads.scheduleWithFixedDelay(this::write, 0, WRITE_MILLIS, TimeUnit.MILLISECONDS);
        threads.scheduleWithFixedDelay(() -> delete(file), 0, DELETE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void write() {
        String value = Integer.toString(tried++);
        try {
            post("/v3/kv/put", "{\"key\":\"" + base64("/written/" + value) + "\",\"value\":\"" + base64(value) + "\"}");
            add(acknowledged, value);
        } catch (IOException e) {
            add(refused, value + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized void add(List<String> list, String value) {
        list.add(value);
    }

    private String post(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(5)).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
        if (response.statusCode() >= 400) {
            throw new IOException(path + " answers " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The values of all keys that begin with the prefix. */
    List<String> below(String prefix) throws IOException, InterruptedException {
        String end = prefix.substring(0, prefix.length() - 1) + (char) (prefix.charAt(prefix.length() - 1) + 1);
        Matcher values = VALUE.matcher(post("/v3/kv/range",
                "{\"key\":\"" + base64(prefix) + "\",\"range_end\":\"" + base64(end) + "\"}"));
        List<String> found = new ArrayList<>();
        while (values.find()) {
            found.add(new String(Base64.getDecoder().decode(values.group(1)), StandardCharsets.UTF_8));
        }
        return found;
    }

    /** Ends the load, and fails if a write was refused or an acknowledged one is missing. */
    synchronized int nothingIsLost() throws IOException, InterruptedException {
        close();
        assertEquals("etcd was there all the time", List.of(), refused);
        assertTrue("nothing was ever written", !acknowledged.isEmpty());
        List<String> missing = new ArrayList<>(acknowledged);
        missing.removeAll(new java.util.HashSet<>(below("/written/")));
        assertEquals("acknowledged, and not there", List.of(), missing);
        return acknowledged.size();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
