// SPDX-License-Identifier: Apache-2.0
package io.mgmt.agent;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A list of base URLs as people write it: separated by comma, semicolon or space, or given again
 * and again; {@code host:port} without a scheme means http.
 */
public record Urls(List<URI> list) {

    private static final Pattern SEPARATORS = Pattern.compile("[,;\\s]+");

    /** No URL at all. */
    public static final Urls NONE = new Urls(List.of());

    public Urls {
        list = List.copyOf(list);
    }

    /**
     * Reads lists of URLs; the same URL twice counts once.
     *
     * @throws IllegalArgumentException for a URL without host or port, or with more than those; the
     *     message quotes it and shows a right one
     */
    public static Urls parse(Iterable<String> texts) {
        Set<URI> urls = new LinkedHashSet<>();
        for (String text : texts) {
            for (String word : SEPARATORS.split(text, -1)) {
                if (!word.isEmpty()) {
                    urls.add(one(word));
                }
            }
        }
        return new Urls(new ArrayList<>(urls));
    }

    /** See {@link #parse(Iterable)}. */
    public static Urls parse(String... texts) {
        return parse(List.of(texts));
    }

    private static URI one(String word) {
        String text = word.contains("://") ? word : "http://" + word;
        try {
            URI uri = new URI(text);
            boolean scheme = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean path = uri.getRawPath().isEmpty() || uri.getRawPath().equals("/");
            boolean port = uri.getPort() > 0 && uri.getPort() <= 65535;
            if (scheme && path && port && uri.getHost() != null && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null && uri.getRawFragment() == null) {
                return new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), null, null, null);
            }
        } catch (URISyntaxException e) {
            // Falls through: every wrong URL gets the same message.
        }
        throw new IllegalArgumentException("\"" + word + "\" is not a URL of etcd."
                + " Write it as http://HOST:PORT, for example http://127.0.0.1:2379.");
    }

    /** True if there is none. */
    public boolean isEmpty() {
        return list.isEmpty();
    }

    /** The URLs with commas between them, as etcd takes them. */
    @Override
    public String toString() {
        return list.stream().map(URI::toString).collect(Collectors.joining(","));
    }
}
