// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.container;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Ports that nobody listens on, below those that the kernel gives to outgoing connections. */
final class Ports {

    private static final int FIRST = 20_000;
    private static final int END = 32_000;

    private Ports() {
    }

    /** As many as asked for, all different. */
    static List<Integer> free(int count) {
        List<Integer> found = new ArrayList<>();
        int start = new Random().nextInt(END - FIRST);
        for (int i = 0; i < END - FIRST && found.size() < count; i++) {
            int port = FIRST + (start + i) % (END - FIRST);
            if (isFree(port)) {
                found.add(port);
            }
        }
        if (found.size() < count) {
            throw new IllegalStateException("no " + count + " free ports from " + FIRST + " to " + (END - 1));
        }
        return found;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
