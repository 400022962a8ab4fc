// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One question to our own etcd. By hand on a socket, because an HTTP client costs more to load than
 * the rest of this bundle.
 */
final class PlainGet {

    /** One that serves answers within milliseconds. */
    static final int TIMEOUT_MILLIS = 1_000;
    /** The members of the largest cluster with the longest names, and room to spare. */
    private static final int ANSWER_BYTES = 64 * 1024;

    private static final Pattern LENGTH =
            Pattern.compile("\r\nContent-Length: (\\d{1,9})\r\n", Pattern.CASE_INSENSITIVE);

    private PlainGet() {
    }

    /**
     * The whole answer, with its head.
     *
     * @throws IOException if there is none in that time
     */
    static String of(URI url, String path, int timeoutMillis) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + url.getAuthority()
                + "\r\nConnection: close\r\nAccept: application/json\r\n\r\n";
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(reachable(url), url.getPort()), timeoutMillis);
            socket.setSoTimeout(timeoutMillis);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return read(socket.getInputStream());
        }
    }

    /** To the length that it announces: a peer port does not always close the connection. */
    private static String read(InputStream in) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] some = new byte[4 * 1024];
        while (answer.size() < ANSWER_BYTES && !isWhole(answer)) {
            int bytes = in.read(some);
            if (bytes < 0) {
                break;
            }
            answer.write(some, 0, bytes);
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    private static boolean isWhole(ByteArrayOutputStream answer) {
        // Bytes as characters, because the length counts bytes.
        String text = answer.toString(StandardCharsets.ISO_8859_1);
        int head = text.indexOf("\r\n\r\n");
        Matcher length = LENGTH.matcher(head < 0 ? "" : text.substring(0, head + 2));
        return length.find() && text.length() - head - 4 >= Integer.parseInt(length.group(1));
    }

    /** An address that listens everywhere is asked on the loopback. */
    private static InetAddress reachable(URI url) throws IOException {
        InetAddress address = InetAddress.getByName(url.getHost());
        return address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
    }
}
