// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import java.net.URI;
import java.net.URISyntaxException;

/** What we take for a client URL of etcd. */
final class EtcdUrl {

    private EtcdUrl() {
    }

    /** @throws IllegalArgumentException if it is none; quotes it and shows a right one */
    static URI of(String text) {
        try {
            return check(new URI(text));
        } catch (URISyntaxException e) {
            throw wrong(text);
        }
    }

    /** @throws IllegalArgumentException if it is none; quotes it and shows a right one */
    static URI check(URI url) {
        if (!"http".equals(url.getScheme()) || url.getHost() == null || url.getPort() < 1) {
            throw wrong(url.toString());
        }
        return url;
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException("\"" + text + "\" is not a URL that the client of etcd can use."
                + " Write it as http://HOST:PORT, for example http://127.0.0.1:2379.");
    }
}
