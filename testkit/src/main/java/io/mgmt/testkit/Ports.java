// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of this host that nobody listens on, and that no other test has been given: a host may keep one for
 * long before it listens there. Whose a port is stands in the locks on one file, a byte for each port, which
 * end with the JVM however it ends.
 */
public final class Ports {

    /** Below what Linux gives to outgoing connections (32768), so that none of these takes it. */
    private static final int LAST = 32_000;
    private static final int FIRST = 20_000;
    private static final FileChannel GIVEN = open();

    private Ports() {
    }

    private static FileChannel open() {
        Path file = Path.of(System.getProperty("java.io.tmpdir"),
                "mgmt-test-ports-" + System.getProperty("user.name"));
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A port on the loopback interface that could be bound just now, and is this JVM's until it ends. The
     * search begins at random.
     */
    public static int free() {
        return free(1).get(0);
    }

    /** As many of these as asked for, all different. */
    public static List<Integer> free(int count) {
        return free(count, ThreadLocalRandom.current().nextInt(LAST - FIRST));
    }

    /** @param start how far from the first one the search begins */
    static List<Integer> free(int count, int start) {
        List<Integer> found = new ArrayList<>(count);
        for (int i = 0; i < LAST - FIRST && found.size() < count; i++) {
            int port = FIRST + (start + i) % (LAST - FIRST);
            if (isFree(port) && isGiven(port)) {
                found.add(port);
            }
        }
        if (found.size() < count) {
            throw new IllegalStateException("no " + count + " free ports from " + FIRST + " to " + LAST);
        }
        return found;
    }

    private static boolean isGiven(int port) {
        try {
            return GIVEN.tryLock(port, 1, false) != null;
        } catch (OverlappingFileLockException givenBefore) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
