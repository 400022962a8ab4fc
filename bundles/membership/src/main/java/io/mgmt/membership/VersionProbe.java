// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * Asks for {@code /version}, which every etcd answers from its own memory. Of an https URL only whether
 * something listens there can be told without certificates.
 */
final class VersionProbe implements Probe {

    private static final int MOST_MILLIS = 1000;

    @Override
    public boolean answers(String clientUrl) {
        URI url = URI.create(clientUrl);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), MOST_MILLIS);
            if ("https".equals(url.getScheme())) {
                return true;
            }
            socket.setSoTimeout(MOST_MILLIS);
            socket.getOutputStream().write(("GET /version HTTP/1.1\r\nHost: " + url.getAuthority()
                    + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] start = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            return new String(start, StandardCharsets.US_ASCII).endsWith(" 200");
        } catch (IOException e) {
            // That is the answer: whatever stands there does not serve.
            return false;
        }
    }
}
