// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import io.mgmt.cluster.Host;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Unix socket through which {@code mgmt} talks to the running agent. Only this user reaches it:
 * its directory is 0700. The file {@code control} in the state directory names it, because a
 * socket's path may not be longer than about 100 bytes and a state directory's may.
 */
@Component(service = {}, immediate = true)
public final class ControlSocket {

    private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);

    /** Commands and shells at the same time; more are refused, so that nobody can pile up threads. */
    private static final int MOST_CONNECTIONS = 16;

    private final Host host;
    private final BundleContext context;
    private final Path socket;
    private final Path pointer;
    private final ServerSocketChannel server;
    private final ExecutorService connections;

    @Activate
    public ControlSocket(@Reference Host host, BundleContext context) throws IOException {
        this.host = host;
        this.context = context;
        socket = directory().resolve(host.id().toString().replace("-", "").substring(0, 12) + ".sock");
        pointer = host.stateDirectory().resolve("control");
        // What an agent that was killed has left; the lock on the state directory says that it is gone.
        Files.deleteIfExists(socket);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Files.writeString(pointer, socket + "\n");
        connections = new ThreadPoolExecutor(0, MOST_CONNECTIONS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(),
                action -> daemon("mgmt-control", action));
        daemon("mgmt-control-accept", this::accept).start();
    }

    @Deactivate
    public void close() throws IOException {
        server.close();
        connections.shutdownNow();
        Files.deleteIfExists(pointer);
        Files.deleteIfExists(socket);
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                try {
                    connections.execute(new Connection(client, context, host.name().value()));
                } catch (RejectedExecutionException e) {
                    client.close();
                    LOG.warn("{} refused a control connection: more than {} at once", host.name(), MOST_CONNECTIONS);
                }
            } catch (IOException e) {
                if (server.isOpen()) {
                    LOG.warn("{} could not accept a control connection: {}", host.name(), e.toString());
                }
            }
        }
    }

    private static Thread daemon(String name, Runnable action) {
        Thread thread = new Thread(action, name);
        thread.setDaemon(true);
        return thread;
    }

    /** {@code $XDG_RUNTIME_DIR} or the temporary directory, then {@code mgmt-<uid>}, for this user alone. */
    private static Path directory() throws IOException {
        String runtime = System.getenv().getOrDefault("XDG_RUNTIME_DIR", "");
        Path base = !runtime.isEmpty() && Files.isWritable(Path.of(runtime))
                ? Path.of(runtime) : Path.of(System.getProperty("java.io.tmpdir"));
        // The owner of this process; where there is no /proc, the owner of the home directory.
        Path own = Files.exists(Path.of("/proc/self")) ? Path.of("/proc/self") : Path.of(System.getProperty("user.home"));
        Object user = Files.getAttribute(own, "unix:uid");
        Path directory = base.resolve("mgmt-" + user);
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        if (!Files.getPosixFilePermissions(directory).equals(PosixFilePermissions.fromString("rwx------"))) {
            throw new IOException(directory + " can be read by others, so the control socket is not put there."
                    + " Make it yours alone: chmod 700 " + directory + ".");
        }
        return directory;
    }
}
