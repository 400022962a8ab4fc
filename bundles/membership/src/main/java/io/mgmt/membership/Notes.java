// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Urls;
import io.mgmt.cluster.ClusterReport;
import io.mgmt.core.identity.HostStep;
import io.mgmt.core.identity.HostView.Roll;
import io.mgmt.core.membership.Step;
import io.mgmt.etcd.ServerStatus;
import io.mgmt.etcd.ServerStatus.Exit;
import io.mgmt.etcd.ServerStatus.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a person should know about this host's part in the cluster, said once in the log and kept
 * for status.
 */
final class Notes {

    private static final Logger LOG = LoggerFactory.getLogger(Notes.class);
    /** An election or a restart takes less. */
    private static final Duration SHORT_SILENCE = Duration.ofSeconds(5);
    private static final Duration LONG_SILENCE = Duration.ofSeconds(60);

    private final String host;
    private final boolean isTemporary;
    private final boolean runsServer;
    private HostStep step = new HostStep.Wait("this host has not begun yet");
    private String failure = "";
    private String outage = "";
    private String ownerless = "";
    private boolean saidItWaits;
    private Urls endpoints = Urls.NONE;
    private int size;
    private String sizeNote = "";

    Notes(String host, boolean isTemporary, Prepared prepared) {
        this.host = host;
        this.isTemporary = isTemporary;
        runsServer = prepared.plan().isPresent();
    }

    void step(HostStep next) {
        if (next instanceof HostStep.Blocked && !next.equals(step)) {
            LOG.error("{} is blocked: reason=\"{}\"", host, next.reason());
        }
        // The time that is left changes at each look; who it is does not.
        if (next instanceof HostStep.AwaitHolder && !next.reason().equals(step.reason())) {
            LOG.warn("{} waits for its name: reason=\"{}\"", host, next.reason());
        }
        step = next;
    }

    /** A call or a write to the disk did not succeed; it is done again later. */
    void failed(String reason) {
        if (!reason.equals(failure)) {
            LOG.warn("{} tries again: step={} reason=\"{}\"", host, step.getClass().getSimpleName(),
                    reason);
        }
        failure = reason;
    }

    /** The last call did succeed. */
    void mended() {
        failure = "";
    }

    void endpoints(Urls urls) {
        endpoints = urls;
    }

    ClusterReport report(ServerStatus etcd, boolean connected, Optional<Roll> roll,
            String clusterId, LeaderLoop leader) {
        if (leader.size() > 0 && (leader.size() != size || !leader.sizeNote().equals(sizeNote))) {
            size = leader.size();
            sizeNote = leader.sizeNote();
            if (sizeNote.isEmpty()) {
                LOG.info("{} takes the size: idealClusterSize={}", host, size);
            } else {
                LOG.warn("{} sees a doubtful size: idealClusterSize={} reason=\"{}\"", host, size, sizeNote);
            }
        }
        return new ClusterReport(role(etcd, connected, roll), clusterId, size, endpoints.list(), connected,
                sentences(etcd, connected, leader));
    }

    /**
     * No member has answered with a quorum, for so long that a person should know.
     *
     * @param silent how long; zero: one does
     * @param members the last known voters, by name
     */
    void silent(Duration silent, List<String> members) {
        if (!saidItWaits && members.isEmpty() && silent.compareTo(SHORT_SILENCE) >= 0) {
            saidItWaits = true;
            LOG.warn("{} waits for its cluster: endpoints={} reason=\"none of them answers yet\"", host, endpoints);
        }
        boolean isLong = silent.compareTo(LONG_SILENCE) >= 0;
        if (isLong && outage.isEmpty()) {
            outage = "No quorum of the cluster has answered for " + LONG_SILENCE.toSeconds() + " s"
                    + (members.isEmpty() ? "" : "; its voters were " + String.join(", ", members))
                    + ". Start the missing ones again with their state directories: with a quorum all goes on by"
                    + " itself. If most are lost for good, see \"Most voters are lost\" in docs/OPERATING.md;"
                    + " --new-cluster begins anew without the data.";
            LOG.error("{} {}", host, outage);
        } else if (!isLong) {
            outage = "";
        }
    }

    /**
     * There is etcd data, and nothing says whose.
     *
     * @param directory the state directory
     */
    void ownerless(boolean holds, String clusterId, Path directory) {
        boolean isNews = holds && ownerless.isEmpty();
        ownerless = holds ? "There is etcd data below " + directory + ", but no state.json that says which member it"
                + " belongs to. It stays there, and nothing starts, until a member of cluster " + clusterId
                + " answers; then it is moved to " + directory.resolve("archive") + ". If none is left, see"
                + " \"state.json is lost\" in docs/OPERATING.md; --new-cluster leaves that cluster." : "";
        if (isNews) {
            LOG.warn("{} leaves data alone: reason=\"{}\"", host, ownerless);
        }
    }

    private String role(ServerStatus etcd, boolean connected, Optional<Roll> roll) {
        if (!connected) {
            return "not connected";
        }
        if (!runsServer) {
            return "client (--no-server)";
        }
        if (etcd.state() == State.STOPPED || etcd.state() == State.FAILED && etcd.exit() == Exit.REMOVED) {
            return "volunteer";
        }
        if (etcd.state() != State.SERVING || roll.isEmpty()) {
            return "member that does not serve";
        }
        return roll.get().learner() ? "learner" : "voter";
    }

    private List<String> sentences(ServerStatus etcd, boolean connected, LeaderLoop leader) {
        List<String> notes = new ArrayList<>();
        if (step instanceof HostStep.GiveUp || step instanceof HostStep.Blocked
                || step instanceof HostStep.AwaitHolder) {
            notes.add(step.reason());
        }
        if (runsServer && !etcd.message().isEmpty()) {
            notes.add("etcd: " + etcd.message());
        }
        if (!failure.isEmpty()) {
            notes.add("The last attempt did not succeed and is repeated: " + failure);
        }
        if (!connected) {
            notes.add("The store does not answer"
                    + (runsServer ? "; etcd is " + words(etcd.state()) : "")
                    + ". The graph of this host goes on; exports and collection wait.");
        }
        if (!ownerless.isEmpty()) {
            notes.add(ownerless);
        }
        if (!outage.isEmpty()) {
            notes.add(outage);
        }
        leader.step().filter(step -> step instanceof Step.Hold
                && !step.reason().endsWith(Step.AS_WANTED)).ifPresent(hold ->
                notes.add("This host leads, and holds: " + hold.reason() + "."));
        if (!sizeNote.isEmpty()) {
            notes.add(sizeNote);
        }
        if (!runsServer) {
            notes.add("--no-server: this host runs no etcd, and idealClusterSize is not its"
                    + " business.");
        }
        if (isTemporary) {
            notes.add("--tmp-prefix: protection against forking is off.");
        }
        return notes;
    }

    private static String words(State state) {
        return switch (state) {
            case STOPPED -> "stopped";
            case PROVISIONING -> "being fetched";
            case STARTING -> "starting";
            case SERVING -> "serving";
            case BACKING_OFF -> "down, and is started again soon";
            case FAILED -> "down, and stays so until a person acts";
        };
    }
}
