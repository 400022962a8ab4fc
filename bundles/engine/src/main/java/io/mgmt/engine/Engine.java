// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import io.mgmt.agent.Agent;
import io.mgmt.agent.StopStep;
import io.mgmt.agent.Timers;
import io.mgmt.cluster.Host;
import io.mgmt.core.graph.Node;
import io.mgmt.graph.Graph;
import io.mgmt.graph.GraphReader;
import io.mgmt.graph.GraphReport;
import io.mgmt.graph.RunningGraph;
import io.mgmt.graph.VertexState;
import io.mgmt.resource.FileWatch;
import io.mgmt.resource.Memory;
import io.mgmt.resource.ResourceType;
import io.mgmt.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the graph of this host: puts the parts of this bundle together and to the services around
 * it.
 *
 * <p>The file is loaded while the component is activated, so that a wrong one is said at once; the
 * run itself begins on threads of its own.
 */
@Component(configurationPid = "io.mgmt.engine", service = {RunningGraph.class, StopStep.class},
        immediate = true)
@Designate(ocd = EngineConfig.class)
@ServiceRanking(StopStep.FINISH)
public final class Engine implements RunningGraph, StopStep {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    /** How long the end of the agent waits for running resources before it cancels them. */
    static final Duration LONGEST_FINISH = Duration.ofSeconds(60);
    /** How long a deactivation waits for resources to let go. */
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);
    /** How many running resources a person is told of. */
    private static final int MOST_NAMED = 3;

    private final Settings settings;
    private final String host;
    private final Timers timers;
    private final Kinds kinds = new Kinds();
    private final ForkJoinPool pool = Pool.create();
    private final Dispatcher dispatcher = new Dispatcher(this::afterBurst);
    private final GraphRun run;
    private final Convergence convergence;
    private final Exchange exchange;
    private final Optional<GraphSource> file;
    private final Optional<DotFile> dotFile;
    private final CountDownLatch finished = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile Agent agent;

    private volatile boolean active;
    private Timers.Timer longest;
    // Guarded by the lock of this object: what became of the file.
    private boolean accepted;
    private Loading.Broken broken;
    // Decided by the dispatcher.
    private boolean halted;
    private boolean closing;
    private boolean adopted;

    /** @throws IllegalArgumentException for a configuration that makes no sense */
    @Activate
    public Engine(EngineConfig config, @Reference Timers timers, @Reference Memory memory,
            @Reference Host host) {
        this(Settings.of(config), timers, memory, host.name().value());
    }

    Engine(Settings settings, Timers timers, Memory memory, String host) {
        this.settings = settings;
        this.host = host;
        this.timers = timers;
        this.run = new GraphRun(host, settings.noop(), kinds, memory.of("io.mgmt.engine"), timers, pool, dispatcher,
                this::graphChanged);
        this.convergence = new Convergence(host, settings.convergedAfter(), timers, dispatcher,
                why -> end(hasFailures() ? Agent.FAILED : Agent.DONE, why));
        this.exchange = new Exchange(host, settings.noop(), timers, dispatcher, run::collect);
        this.file = settings.file().map(path ->
                new GraphSource(host, settings, path, kinds, timers, pool, this::loaded));
        this.dotFile = settings.graphviz().map(path -> new DotFile(host, path));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addKind(ResourceType type, Map<String, Object> properties) {
        if (!(properties.get(ResourceType.KIND) instanceof String kind) || kind.isBlank()) {
            LOG.error("{} kind ignored: class={} reason=\"its service has no property {}\""
                    + " remedy=\"add the"
                    + " property\"", host, type.getClass().getName(), ResourceType.KIND);
            return;
        }
        kinds.add(kind, type, properties);
        List<ResourceType> offered = kinds.offered(kind);
        if (offered.size() > 1) {
            LOG.warn("{} kind is there twice: kind={} used={} unused={} remedy=\"take one of the bundles away, or"
                    + " give the service of the better one a higher ranking\"", host, kind,
                    origin(offered.get(0)), offered.subList(1, offered.size()).stream().map(Engine::origin).toList());
        }
        kindsChanged();
    }

    /** The bundle that brings it, as a person would look for it; outside of a framework its class. */
    private static String origin(ResourceType type) {
        Bundle bundle = FrameworkUtil.getBundle(type.getClass());
        return bundle == null ? type.getClass().getName() : bundle.getSymbolicName() + "-" + bundle.getVersion();
    }

    void removeKind(ResourceType type) {
        kinds.remove(type);
        kindsChanged();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setStore(Store store) {
        dispatcher.post(() -> exchange.connect(store));
    }

    void unsetStore(Store store) {
        dispatcher.post(() -> exchange.disconnect(store));
    }

    /** Replacing what reads the file leaves the graph that runs alone. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setReader(GraphReader next) {
        file.ifPresent(source -> source.readBy(next));
    }

    void unsetReader(GraphReader old) {
        file.ifPresent(source -> source.readNoMoreBy(old));
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setFileWatch(FileWatch next) {
        file.ifPresent(source -> source.watchedBy(next));
    }

    void unsetFileWatch(FileWatch old) {
        file.ifPresent(source -> source.watchedNoMoreBy(old));
    }

    /** For an engine that no container puts together. */
    void setAgent(Agent next) {
        agent = next;
    }

    @Activate
    void activate() {
        active = true;
        longest = settings.endsAfter()
                .map(time -> timers.after(time, () -> dispatcher.post(() -> endAfter(time))))
                .orElse(() -> { });
        if (file.isEmpty()) {
            accept(new Loading.Loaded(Graph.EMPTY, Map.of()));
        } else {
            file.get().open();
        }
        dispatcher.start();
    }

    /** The file was read; on the thread that read it, one at a time. */
    private void loaded(Loading loading) {
        if (loading instanceof Loading.Loaded graph) {
            accept(graph);
        } else {
            refuse((Loading.Broken) loading);
        }
    }

    private synchronized void accept(Loading.Loaded loaded) {
        if (broken != null && accepted) {
            LOG.info("{} graph file is right again: file={}", host, settings.file().orElseThrow());
        }
        accepted = true;
        broken = null;
        dispatcher.post(() -> {
            if (!halted) {
                adopted = true;
                run.adopt(loaded.graph(), loaded.fresh());
                exchange.adopt(loaded.graph());
            }
        });
    }

    private synchronized void refuse(Loading.Broken next) {
        boolean news = broken == null || !broken.text().equals(next.text());
        broken = next;
        if (accepted) {
            if (news) {
                LOG.warn("{} graph file is wrong: the graph before runs on\n{}", host, next.text());
            }
        } else {
            cannotStart(news);
        }
    }

    /**
     * Ends the agent at once, before anything else was started: whoever provides an {@link Agent} starts
     * the kinds before the engine. Elsewhere bundles come in any order, and a kind that is missing may
     * still come.
     */
    private void cannotStart(boolean news) {
        Agent present = agent;
        if (present != null) {
            present.end(Agent.WRONG_INPUT, broken.text());
        } else if (news && broken.missesBundle()) {
            LOG.warn("{} graph waits: reason=\"a bundle is missing\"\n{}", host, broken.text());
        } else if (news) {
            LOG.error("{} graph cannot start: it is tried again when the file changes or a kind"
                    + " comes\n{}", host, broken.text());
        }
    }

    private void kindsChanged() {
        if (!active) {
            return;
        }
        dispatcher.post(() -> {
            if (adopted && !halted) {
                run.kindsChanged();
            }
        });
        synchronized (this) {
            if (broken != null) {
                file.ifPresent(GraphSource::load);
            }
        }
    }

    private void graphChanged(GraphRun changed) {
        convergence.adopted();
        dotFile.ifPresent(dot -> {
            String text = changed.drawing().dot();
            pool.execute(() -> dot.write(text));
        });
    }

    private void afterBurst() {
        if (adopted && !halted) {
            convergence.look(run);
        }
        if (halted && run.progress().running() == 0) {
            finished.countDown();
        }
        if (closing && run.progress().closing() == 0) {
            closed.countDown();
        }
    }

    private void endAfter(Duration time) {
        end(Agent.DONE, "ended after the longest run of " + time.toSeconds() + " s; "
                + Convergence.summary(run));
    }

    /** Asked by the dispatcher. */
    private boolean hasFailures() {
        return run.vertices().stream().anyMatch(vertex -> vertex.state() == VertexState.FAILED
                || vertex.state() == VertexState.RETRYING);
    }

    private void end(int exitCode, String message) {
        Agent present = agent;
        if (present != null) {
            present.end(exitCode, message);
        } else {
            LOG.info("{} would end: exitCode={} reason={}", host, exitCode,
                    LogText.quoted(message));
        }
    }

    @Override
    public GraphReport report() {
        String problem;
        synchronized (this) {
            problem = broken == null ? "" : broken.text();
        }
        String source = settings.file().map(Path::toString).orElse("");
        return dispatcher.read(() -> new GraphReport(run.name(), source,
                adopted && run.progress().isQuiet() && convergence.isQuiet(), run.vertices(), problem));
    }

    /** What can be drawn of the running graph. */
    Drawing drawing() {
        return dispatcher.read(run::drawing);
    }

    @Override
    public String waitsFor() {
        List<String> names = dispatcher.read(this::running);
        return names.size() + " running resources" + (names.isEmpty() ? "" : ": " + names.stream()
                .limit(MOST_NAMED)
                .collect(Collectors.joining(", ")) + (names.size() > MOST_NAMED ? ", …" : ""));
    }

    private List<String> running() {
        List<String> names = new ArrayList<>();
        for (Node node : run.progress().nodes()) {
            if (node.vertex().isRunning()) {
                names.add(node.ref().toString());
            }
        }
        return names;
    }

    @Override
    public void stop(boolean keepMember) throws InterruptedException {
        halt();
        if (!finished.await(LONGEST_FINISH.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("{} cancels: reason=\"{} did not end within {} s\"", host, waitsFor(),
                    LONGEST_FINISH.toSeconds());
            cancel();
            finished.await(LONGEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void halt() {
        file.ifPresent(GraphSource::close);
        dispatcher.post(() -> {
            if (!halted) {
                halted = true;
                convergence.close();
                run.halt();
            }
        });
    }

    @Override
    public void cancel() {
        // Not on the dispatcher: what is called may wait, and the second signal must not.
        dispatcher.read(run::contexts).forEach(WorkContext::cancel);
    }

    @Deactivate
    void close() {
        active = false;
        longest.close();
        run.ends();
        halt();
        cancel();
        dispatcher.post(() -> {
            exchange.close();
            closing = true;
            run.clear();
        });
        try {
            if (!closed.await(LONGEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{} closes although resources still run: {}", host, waitsFor());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        dispatcher.close();
        pool.shutdown();
    }
}
