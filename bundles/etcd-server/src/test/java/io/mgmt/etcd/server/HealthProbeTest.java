// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import static org.junit.Assert.assertEquals;

import io.mgmt.etcd.server.HealthProbe.Health;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.Test;

public class HealthProbeTest {

    /** Answers one request with these bytes. */
    private static Health answered(String answer) throws IOException {
        try (ServerSocket server = new ServerSocket(TestPlan.freePort(), 1,
                InetAddress.getByName("127.0.0.1"))) {
            Thread thread = Daemon.thread("answers", () -> {
                try (Socket socket = server.accept()) {
                    byte[] request = new byte[1_000];
                    int bytes = socket.getInputStream().read(request);
                    if (new String(request, 0, bytes,
                            StandardCharsets.US_ASCII).startsWith("GET /health HTTP/1.1\r\n")) {
                        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            thread.start();
            return HealthProbe.ask(URI.create("http://0.0.0.0:" + server.getLocalPort()),
                    PlainGet.TIMEOUT_MILLIS);
        }
    }

    @Test
    public void servesOnlyIfEtcdSaysSo() throws IOException {
        assertEquals(new Health(true, ""),
                answered("HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n{\"health\":\"true\",\"reason\":\"\"}"));
        assertEquals(new Health(false,
                "it says {\"health\":\"false\",\"reason\":\"RAFT NO LEADER\"}"),
                answered("HTTP/1.1 503 Service Unavailable\r\n\r\n{\"health\":\"false\",\"reason\":\"RAFT NO LEADER\"}\n"));
        assertEquals(new Health(false, "it says {\"health\":\"false\"}"),
                answered("HTTP/1.1 200 OK\r\n\r\n{\"health\":\"false\"}"));
        assertEquals(new Health(false, "it says HTTP/1.1 404 Not Found"),
                answered("HTTP/1.1 404 Not Found\r\n\r\n"));
        assertEquals(new Health(false, "it says nothing"), answered(""));
    }

    /**
     * As an etcd without a quorum, or one that is stopped: the port takes the connection, and that
     * is all.
     */
    @Test
    public void doesNotServeIfItKeepsSilent() throws IOException {
        try (ServerSocket silent = new ServerSocket(TestPlan.freePort(), 1,
                InetAddress.getByName("127.0.0.1"))) {
            URI url = URI.create("http://127.0.0.1:" + silent.getLocalPort());
            assertEquals(new Health(false, "it does not answer yet on " + url),
                    HealthProbe.ask(url, 200));
        }
        URI refused = URI.create("http://127.0.0.1:" + TestPlan.freePort());
        assertEquals(new Health(false, "it does not answer yet on " + refused),
                HealthProbe.ask(refused, 200));
    }
}
