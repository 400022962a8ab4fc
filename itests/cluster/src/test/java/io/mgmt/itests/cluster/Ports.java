// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Free ports below 32768: above, outgoing connections of other processes take them. */
final class Ports {

    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;

    private Ports() {
    }

    /** A port that is free now, from a random place on, so that two runs side by side do not meet. */
    static int free() {
        int start = ThreadLocalRandom.current().nextInt(FIRST, LAST);
        for (int i = 0; i < LAST - FIRST; i++) {
            int port = FIRST + (start - FIRST + i) % (LAST - FIRST);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException e) {
                // Taken: the next one.
            }
        }
        throw new UncheckedIOException(new IOException("no free port between " + FIRST + " and " + LAST));
    }
}
