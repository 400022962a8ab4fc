// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.etcd.StartPlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.Test;

public class JoinWatchTest {

    private static final Duration LATER = JoinWatch.PATIENCE.plusSeconds(10);

    /** Whether a joiner is stuck after a first and a second look, if its peer port shows these members. */
    private static boolean isStuck(String members, Duration first, Duration second) throws IOException {
        return isStuck(TestPlan.freePort(), TestPlan.freePort(), members, first, second);
    }

    private static boolean isStuck(int clientPort, int port, String members, Duration first, Duration second)
            throws IOException {
        StartPlan plan = TestPlan.founder("h2", clientPort, port);
        JoinWatch watch = new JoinWatch();
        try (ServerSocket server = new ServerSocket(port, 2, InetAddress.getByName("127.0.0.1"))) {
            Daemon.thread("answers", () -> answer(server, members)).start();
            assertFalse(watch.isStuck(plan, first));
            return watch.isStuck(plan, second);
        }
    }

    private static void answer(ServerSocket server, String members) {
        for (int i = 0; i < 2; i++) {
            try (Socket socket = server.accept()) {
                byte[] request = new byte[1_000];
                int bytes = socket.getInputStream().read(request);
                String answer = new String(request, 0, bytes, StandardCharsets.US_ASCII)
                        .startsWith("GET /members HTTP/1.1\r\n") ? members : "";
                socket.getOutputStream().write(("HTTP/1.1 200 OK\r\nContent-Length: "
                        + (answer.length() + 3) + "\r\n\r\n[" + answer + "]\n")
                        .getBytes(StandardCharsets.US_ASCII));
                // Left open, as a peer port does: until the other side has read enough, and closes.
                socket.getInputStream().read();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static String member(String name) {
        return "{\"id\":1,\"peerURLs\":[\"http://127.0.0.1:1\"],\"name\":\"" + name + "\"}";
    }

    @Test
    public void isStuckIfTheClusterHasKnownItsNameForAWhile() throws IOException {
        String members = member("h1") + "," + member("h2");
        assertTrue(isStuck(members, Duration.ZERO, JoinWatch.PATIENCE));
        assertFalse(isStuck(members, Duration.ZERO, JoinWatch.PATIENCE.minusMillis(1)));
    }

    /** Its health may be late, because the machine is busy: it serves, and may have a vote. */
    @Test
    public void isNotStuckIfItsClientPortAnswersAtAll() throws IOException {
        int port = TestPlan.freePort();
        assertFalse(isStuck(port, port, member("h2"), Duration.ZERO, LATER));
    }

    /** As while nobody has a quorum: then it waits for good reason. */
    @Test
    public void isNotStuckWhileTheClusterDoesNotKnowItsName() throws IOException {
        assertFalse(isStuck(member("h1") + "," + member(""), Duration.ZERO, LATER));
        assertFalse(isStuck(member("h1") + "," + member("h22"), Duration.ZERO, LATER));
    }

    @Test
    public void isNotStuckWhileItsPeerPortIsShut() throws IOException {
        JoinWatch watch = new JoinWatch();
        StartPlan plan = TestPlan.founder("h2");
        assertFalse(watch.isStuck(plan, Duration.ZERO));
        assertFalse(watch.isStuck(plan, LATER));
    }
}
