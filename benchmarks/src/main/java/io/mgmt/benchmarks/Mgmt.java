// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.io.IOException;
import java.io.Writer;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The built distribution of mgmt, with a state directory that all runs share, so that they are
 * warm.
 */
final class Mgmt {

    /** Below those that the kernel gives to clients. */
    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 32_000;

    private final Path command;
    private final Path work;
    private final List<String> options;
    private final int clientPort;
    private final int peerPort;
    private int starts;

    /** @param options of {@code mgmt run}, added to each */
    Mgmt(Path command, Path work, List<String> options) throws IOException {
        this.command = command;
        this.work = work;
        this.options = List.copyOf(options);
        Files.createDirectories(prefix());
        this.clientPort = freePort();
        this.peerPort = freePort();
    }

    Path prefix() {
        return work.resolve("prefix");
    }

    String version() throws IOException, InterruptedException {
        return Machine.firstLine(command.toString(), "version");
    }

    /** Starts the agent on the files; what was there before is not touched. */
    Agent start(FileSet files) throws IOException {
        Path graph = work.resolve("graph.yaml");
        try (Writer out = Files.newBufferedWriter(graph)) {
            GraphFile.write(files, out);
        }
        List<String> words = new ArrayList<>(List.of(command.toString(), "run",
                "--file", graph.toString(), "--prefix", prefix().toString(), "--hostname", "bench",
                "--client-urls", "http://127.0.0.1:" + clientPort,
                "--server-urls", "http://127.0.0.1:" + peerPort));
        words.addAll(options);
        Path log = work.resolve("mgmt-" + ++starts + ".log");
        ProcessBuilder builder = new ProcessBuilder(words).redirectInput(Processes.NULL)
                .redirectErrorStream(true).redirectOutput(log.toFile());
        long started = System.nanoTime();
        return new Agent(builder.start(), prefix(), log, started);
    }

    /** A port on the loopback interface that could be bound just now. */
    static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
            try (ServerSocket socket =
                    new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // Taken; another one then.
                continue;
            }
        }
    }
}
