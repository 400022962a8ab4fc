// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import io.mgmt.agent.Timers;
import io.mgmt.core.graph.Node;
import io.mgmt.graph.VertexState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when nothing is left to do, and when that has lasted long enough. Runs on the dispatcher.
 */
final class Convergence implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Convergence.class);
    /** How many resources a message names. */
    private static final int MOST_NAMED = 10;

    private final String host;
    private final Optional<Duration> after;
    private final Timers timers;
    private final Dispatcher dispatcher;
    private final Consumer<String> end;
    private Timers.Timer timer;
    private boolean quiet;
    private long quiets;
    private long runs;
    private Duration busySince;
    private String announced = "";

    /** @param end told why the agent may end, once the quiet has lasted */
    Convergence(String host, Optional<Duration> after, Timers timers, Dispatcher dispatcher,
            Consumer<String> end) {
        this.host = host;
        this.after = after;
        this.timers = timers;
        this.dispatcher = dispatcher;
        this.end = end;
        this.busySince = timers.now();
    }

    boolean isQuiet() {
        return quiet;
    }

    /** Another graph runs: its convergence is worth a line even if it looks like the last one's. */
    void adopted() {
        announced = "";
    }

    /** Looks at where the graph stands. */
    void look(GraphRun run) {
        boolean now = run.progress().isQuiet();
        // Work may begin and end between two looks; then the quiet of before is over all the same.
        if (now == quiet && run.runs() == runs) {
            return;
        }
        if (quiet) {
            busySince = timers.now();
            close();
        }
        quiet = now;
        runs = run.runs();
        if (!now) {
            return;
        }
        String state = "graph=" + LogText.quoted(run.name()) + " vertices="
                + run.progress().nodes().size() + without(run);
        if (!state.equals(announced) && !run.progress().nodes().isEmpty()) {
            announced = state;
            LOG.info("{} converged: {} tookMs={}", host, state,
                    timers.now().minus(busySince).toMillis());
        }
        // A timer that was called off may be on its way already; it must not count for this quiet.
        long mine = ++quiets;
        after.ifPresent(time -> timer = timers.after(time,
                () -> dispatcher.post(() -> lasted(run, time, mine))));
    }

    private void lasted(GraphRun run, Duration time, long mine) {
        look(run);
        if (quiet && mine == quiets) {
            end.accept("converged: nothing to do for " + time.toSeconds() + " s; " + summary(run));
        }
    }

    /** One sentence about the graph, with what failed or waits. */
    static String summary(GraphRun run) {
        String summary = "graph \"" + run.name() + "\", "
                + run.progress().nodes().size() + " resources";
        return summary + named(run, VertexState.FAILED, "failed")
                + named(run, VertexState.RETRYING, "tried again")
                + named(run, VertexState.WAITING, "waiting")
                + named(run, VertexState.RUNNING, "running") + ".";
    }

    private static String named(GraphRun run, VertexState state, String word) {
        List<Node> nodes = in(run, state);
        if (nodes.isEmpty()) {
            return "";
        }
        return ", " + nodes.size() + " " + word + ": " + nodes.stream().limit(MOST_NAMED)
                .map(n -> n.ref().toString()).collect(Collectors.joining(", "))
                + (nodes.size() > MOST_NAMED ? ", …" : "");
    }

    private static String without(GraphRun run) {
        return " failed=" + in(run, VertexState.FAILED).size()
                + " waiting=" + in(run, VertexState.WAITING).size();
    }

    private static List<Node> in(GraphRun run, VertexState state) {
        return run.progress().nodes().stream().filter(n -> n.vertex().state() == state).toList();
    }

    @Override
    public void close() {
        if (timer != null) {
            timer.close();
            timer = null;
        }
    }
}
