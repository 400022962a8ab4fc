// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** Reads what a client of the control socket asks, each a line of JSON. */
final class Requests {

    /** A request is one line; a longer one is none of ours. */
    private static final int LONGEST = 64 * 1024;

    private final InputStream in;
    private byte[] bytes = new byte[256];

    /** @param in read byte by byte, because what follows a request may be none */
    Requests(InputStream in) {
        this.in = in;
    }

    /** For a client that sends nothing but requests. */
    Requests buffered() {
        return new Requests(new BufferedInputStream(in));
    }

    /**
     * The next request; empty if the client has gone.
     *
     * @throws IOException if it sends something else
     */
    Map<String, Object> next() throws IOException {
        int length = 0;
        int next;
        while ((next = in.read()) != '\n') {
            if (next < 0) {
                return Map.of();
            }
            if (length == LONGEST) {
                throw new IOException("no request within " + LONGEST + " bytes");
            }
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * length);
            }
            bytes[length++] = (byte) next;
        }
        return JSON.std.mapFrom(new String(bytes, 0, length, StandardCharsets.UTF_8));
    }
}
