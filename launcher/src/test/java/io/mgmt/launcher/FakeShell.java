// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** An agent that takes part in one shell: answers each request as the test says, and notes it. */
final class FakeShell implements AutoCloseable {

    final BlockingQueue<Map<String, Object>> asked = new LinkedBlockingQueue<>();
    private final ServerSocketChannel server;
    private final UnixDomainSocketAddress address;
    private final Thread thread;
    private volatile SocketChannel client;

    /** @param answers to each request, the first one included; an empty list hangs up */
    FakeShell(Path socket, Function<Map<String, Object>, List<Map<String, Object>>> answers) throws IOException {
        address = UnixDomainSocketAddress.of(socket);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(address);
        thread = new Thread(() -> serve(answers), "fake shell");
        thread.setDaemon(true);
        thread.start();
    }

    SocketChannel connect() throws IOException {
        return SocketChannel.open(address);
    }

    private void serve(Function<Map<String, Object>, List<Map<String, Object>>> answers) {
        try (SocketChannel accepted = server.accept()) {
            client = accepted;
            BufferedReader lines = new BufferedReader(new InputStreamReader(Channels.newInputStream(accepted),
                    StandardCharsets.UTF_8));
            String line;
            while ((line = lines.readLine()) != null) {
                Map<String, Object> request = JSON.std.mapFrom(line);
                asked.add(request);
                List<Map<String, Object>> answer = answers.apply(request);
                if (answer.isEmpty()) {
                    return;
                }
                for (Map<String, Object> one : answer) {
                    send(one);
                }
            }
        } catch (IOException e) {
            // The client has hung up.
        }
    }

    /** Says something unasked. */
    void send(Map<String, Object> answer) throws IOException {
        client.write(ByteBuffer.wrap((JSON.std.asString(answer) + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    /** Ends as an agent that is killed. */
    void hangUp() throws IOException {
        client.close();
    }

    @Override
    public void close() throws IOException {
        server.close();
        thread.interrupt();
    }
}
