// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * Asks etcd whether it serves: {@code GET /health}, true only with a quorum and without alarms. By
 * hand on a socket, because an HTTP client costs more to load than the rest of this bundle.
 */
final class HealthProbe {

    private static final int TIMEOUT_MILLIS = 1_000;
    private static final int ANSWER_BYTES = 8 * 1024;

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

    static Health ask(URI clientUrl) {
        String request = "GET /health HTTP/1.1\r\nHost: " + clientUrl.getAuthority()
                + "\r\nConnection: close\r\nAccept: application/json\r\n\r\n";
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(reachable(clientUrl), clientUrl.getPort()),
                    TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return read(socket.getInputStream());
        } catch (IOException e) {
            return new Health(false, "it does not answer yet on " + clientUrl);
        }
    }

    private static Health read(InputStream in) throws IOException {
        String answer = new String(in.readNBytes(ANSWER_BYTES), StandardCharsets.UTF_8);
        int head = answer.indexOf("\r\n\r\n");
        String body = head < 0 ? "" : answer.substring(head + 4).strip();
        if (answer.startsWith("HTTP/1.1 200") && body.contains("\"true\"")) {
            return new Health(true, "");
        }
        return new Health(false, "it says " + (body.isEmpty()
                ? answer.lines().findFirst().orElse("nothing") : body));
    }

    /** An address that listens everywhere is asked on the loopback. */
    private static InetAddress reachable(URI url) throws IOException {
        InetAddress address = InetAddress.getByName(url.getHost());
        return address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
    }
}
