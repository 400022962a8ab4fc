// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
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
        return free(1).get(0);
    }

    /** As many of these as asked for, all different. */
    public static List<Integer> free(int count) {
        List<Integer> found = new ArrayList<>(count);
        int start = ThreadLocalRandom.current().nextInt(LAST - FIRST);
        for (int i = 0; i < LAST - FIRST && found.size() < count; i++) {
            int port = FIRST + (start + i) % (LAST - FIRST);
            if (isFree(port)) {
                found.add(port);
            }
        }
        if (found.size() < count) {
            throw new IllegalStateException("no " + count + " free ports from " + FIRST + " to " + LAST);
        }
        return found;
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
