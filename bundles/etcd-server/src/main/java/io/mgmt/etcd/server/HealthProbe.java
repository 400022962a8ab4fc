// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import java.io.IOException;
import java.net.URI;

/** Asks etcd whether it serves: {@code GET /health}, true only with a quorum and without alarms. */
final class HealthProbe {

    /**
     * The answer.
     *
     * @param serves true if it does
     * @param message what it said instead, or how it kept silent
     */
    record Health(boolean serves, String message) {
    }

    private HealthProbe() {
    }

    /** @param timeoutMillis how long the answer may take */
    static Health ask(URI clientUrl, int timeoutMillis) {
        try {
            return read(PlainGet.of(clientUrl, "/health", timeoutMillis));
        } catch (IOException e) {
            return new Health(false, "it does not answer yet on " + clientUrl);
        }
    }

    private static Health read(String answer) {
        int head = answer.indexOf("\r\n\r\n");
        String body = head < 0 ? "" : answer.substring(head + 4).strip();
        if (answer.startsWith("HTTP/1.1 200") && body.contains("\"true\"")) {
            return new Health(true, "");
        }
        return new Health(false, "it says " + (body.isEmpty()
                ? answer.lines().findFirst().orElse("nothing") : body));
    }
}
