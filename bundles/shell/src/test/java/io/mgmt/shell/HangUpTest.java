// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.testkit.Eventually;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class HangUpTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ServerSocketChannel server;
    private SocketChannel client;
    private SocketChannel accepted;

    @Before
    public void connect() throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.getRoot().toPath().resolve("s"));
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(address);
        client = SocketChannel.open(address);
        accepted = server.accept();
    }

    @After
    public void close() throws IOException {
        client.close();
        accepted.close();
        server.close();
    }

    @Test
    public void aCommandThatWaitsIsInterruptedWhenItsClientGoes() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread command = new Thread(() -> {
            new HangUp(accepted);
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        command.setDaemon(true);
        command.start();
        client.write(ByteBuffer.wrap(new byte[] {'x'}));
        assertFalse("what it sends is no hang-up", interrupted.await(50, TimeUnit.MILLISECONDS));
        client.close();
        assertTrue(interrupted.await(10, TimeUnit.SECONDS));
    }

    /** The thread goes on to serve the next client: an interrupt that comes late would hit that one. */
    @Test
    public void nobodyIsInterruptedAfterTheCommandHasEnded() throws Exception {
        HangUp hangUp = new HangUp(accepted);
        hangUp.over();
        client.close();
        Eventually.eventually(Duration.ofSeconds(10), "the hang-up was heard", () -> Thread.getAllStackTraces().keySet()
                .stream().noneMatch(thread -> thread.getName().equals("mgmt-control-hang-up")));
        assertFalse(Thread.interrupted());
    }
}
