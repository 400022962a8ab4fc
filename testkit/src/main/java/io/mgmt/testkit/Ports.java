// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of this host that nobody listens on. */
public final class Ports {

    /** Below what Linux gives to outgoing connections (32768), so that none of these takes it. */
    private static final int LAST = 32_000;
    private static final int FIRST = 20_000;

    private Ports() {
    }

    /**
     * A port on the loopback interface that could be bound just now. The search begins at random, so that
     * tests that run at the same time do not ask for the same one.
     */
    public static int free() {
        int start = ThreadLocalRandom.current().nextInt(FIRST, LAST);
        for (int port = start; port <= LAST; port++) {
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port from " + start + " to " + LAST);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
