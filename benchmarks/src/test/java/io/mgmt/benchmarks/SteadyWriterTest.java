// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** With a gateway that is a fake, so that what the writer should see is known. */
public final class SteadyWriterTest {

    private static final int WRITES = 10;

    private final AtomicInteger status = new AtomicInteger(200);
    private HttpServer server;
    private volatile CountDownLatch puts = new CountDownLatch(WRITES);

    @Before
    public void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v3/kv/put", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status.get(), 2);
            exchange.getResponseBody().write("{}".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
            puts.countDown();
        });
        server.start();
    }

    @After
    public void stop() {
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void awaitWrites() throws InterruptedException {
        puts = new CountDownLatch(WRITES);
        assertTrue(puts.await(20, TimeUnit.SECONDS));
    }

    @Test
    public void writesOnThroughTheNextEndpointWhenOneRefuses() throws Exception {
        String nobody = "http://127.0.0.1:" + Mgmt.freePort();
        try (SteadyWriter writer = new SteadyWriter(List.of(nobody, url()))) {
            awaitWrites();
            SteadyWriter.Seen seen = writer.seen();
            assertEquals(seen.toString(), 0, seen.failed());
            assertTrue(seen.toString(), seen.written() >= WRITES - 1);
            assertTrue(seen.toString(), seen.turnedAway() >= WRITES / 2 - 1);
        }
    }

    @Test
    public void countsWhatNoEndpointTakesAndTheGapThatItMakes() throws Exception {
        try (SteadyWriter writer = new SteadyWriter(List.of(url()))) {
            awaitWrites();
            status.set(503);
            awaitWrites();
            writer.reset();
            long begin = System.nanoTime();
            awaitWrites();
            double atLeast = (System.nanoTime() - begin) / 1e6;
            SteadyWriter.Seen seen = writer.seen();
            assertEquals(seen.toString(), 0, seen.written());
            assertTrue(seen.toString(), seen.failed() >= WRITES - 1);
            assertTrue(seen + " after " + atLeast, seen.gapMillis() >= atLeast);
        }
    }
}
