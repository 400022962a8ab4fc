// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import io.mgmt.agent.Timers;
import io.mgmt.cluster.Host;
import io.mgmt.etcd.EtcdServer;
import io.mgmt.etcd.ServerStatus;
import io.mgmt.etcd.StartPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The etcd process of this host, as a service while the state directory is ours. Without OSGi it is
 * made by the other constructor.
 */
@Component(name = "io.mgmt.etcd.server")
@Designate(ocd = EtcdServerConfig.class)
public final class SupervisedEtcd implements EtcdServer {

    private final DataDirectory directory;
    private final EtcdBinaries binaries;
    private final Preflight preflight;
    private final EtcdLauncher finder;
    private final StatusBoard board = new StatusBoard();
    private final Worker worker = new Worker();
    private final Supervisor supervisor;

    /** Called by Declarative Services. */
    @Activate
    public SupervisedEtcd(@Reference Host host, @Reference Timers timers, BundleContext context,
            EtcdServerConfig config) {
        this(host, timers, EtcdBinaries.of(config.etcd(), Home.of(context)));
    }

    /** For use without OSGi. */
    public SupervisedEtcd(Host host, Timers timers, EtcdBinaries binaries) {
        this.directory = new DataDirectory(host.stateDirectory());
        this.binaries = binaries;
        String name = host.name().value();
        this.preflight = new Preflight(name, directory, host.isTemporary());
        this.finder = EtcdLauncher.toFind(name, directory);
        this.supervisor = new Supervisor(name, preflight, directory, binaries, timers, worker,
                board);
    }

    @Override
    public Optional<String> preflight(StartPlan plan) {
        Optional<String> problem = preflight.problem(plan, finder.find());
        if (problem.isPresent()) {
            return problem;
        }
        try {
            return binaries.problem().map(preflight::message);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(preflight.message("interrupted while it looked for etcd"));
        }
    }

    @Override
    public void provision() {
        worker.execute(() -> {
            try {
                supervisor.provision();
            } catch (InterruptedException e) {
                supervisor.calledOff();
            }
        });
    }

    @Override
    public void start(StartPlan plan) {
        board.requested();
        worker.execute(() -> {
            try {
                supervisor.start(plan);
            } catch (InterruptedException e) {
                supervisor.calledOff();
            }
        });
    }

    @Override
    public CompletableFuture<Void> stop() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        worker.cancel();
        boolean accepted = worker.execute(() -> {
            worker.acknowledge();
            try {
                supervisor.stop();
                done.complete(null);
            } catch (IOException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        if (!accepted) {
            done.completeExceptionally(new IllegalStateException(
                    "the service is closed; its etcd runs on"));
        }
        return done;
    }

    @Override
    public ServerStatus status() {
        return board.status();
    }

    @Override
    public AutoCloseable onChange(Runnable listener) {
        return board.onChange(listener);
    }

    @Override
    public boolean hasData() {
        return directory.hasData();
    }

    @Override
    public Optional<Path> archive() throws IOException {
        CompletableFuture<Optional<Path>> done = new CompletableFuture<>();
        boolean accepted = worker.execute(() -> {
            try {
                done.complete(supervisor.archive());
            } catch (IOException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        if (!accepted) {
            throw new IllegalStateException("the service is closed");
        }
        try {
            return done.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the data was moved", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        }
    }

    /** Lets go of the process, which runs on: the next one to start the same plan adopts it. */
    @Deactivate
    public void close() {
        // A fetch ends at once; a stop that is under way comes to its end.
        worker.cancel();
        worker.execute(supervisor::close);
        worker.close();
        board.close();
    }
}
