// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import io.mgmt.agent.Timers;
import io.mgmt.etcd.StartPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where an etcd of a test lives: its data directory and its process, which go on when the agent
 * dies. A spawned process makes its data after a third of its start time, and serves after all of
 * it.
 */
public final class FakeEtcdPlace {

    private final Timers timers;
    private final Duration startsIn;
    private final List<String> founded = new ArrayList<>();
    private final List<StartPlan> spawned = new ArrayList<>();
    private final List<Path> archives = new ArrayList<>();
    private FakeEtcdServer follower;
    private String clusterId = "";
    private String memberId = "";
    private boolean running;
    private boolean serving;

    /**
     * @param timers of the machine, not of the agent
     * @param startsIn from spawn to serving
     */
    public FakeEtcdPlace(Timers timers, Duration startsIn) {
        this.timers = Objects.requireNonNull(timers, "timers");
        this.startsIn = Objects.requireNonNull(startsIn, "startsIn");
    }

    /** The clusters that were founded here, oldest first. */
    public List<String> founded() {
        return List.copyOf(founded);
    }

    /** The plans that a process was spawned with, oldest first; an adoption is none. */
    public List<StartPlan> spawned() {
        return List.copyOf(spawned);
    }

    /** Where data was moved to, oldest first. */
    public List<Path> archives() {
        return List.copyOf(archives);
    }

    /** Of the data; empty if there is none. */
    public String clusterId() {
        return clusterId;
    }

    /** Of the data; empty if there is none. */
    public String memberId() {
        return memberId;
    }

    public boolean hasData() {
        return !clusterId.isEmpty();
    }

    public boolean isRunning() {
        return running;
    }

    public boolean isServing() {
        return serving;
    }

    /** Of the binary. */
    public String version() {
        return "3.7.2";
    }

    /** The process ends as after SIGKILL, or with the machine; the data stays. */
    public void kill() {
        end();
        tell();
    }

    /** As if a person had deleted the data directory. */
    public void loseData() {
        clusterId = "";
        memberId = "";
    }

    /** Puts data of another cluster there. */
    public void plantData(String cluster, String member) {
        clusterId = cluster;
        memberId = member;
    }

    void attach(FakeEtcdServer server) {
        follower = server;
    }

    void spawn(StartPlan plan) {
        spawned.add(plan);
        running = true;
        int process = spawned.size();
        timers.after(startsIn.dividedBy(3), () -> makeData(process, plan));
        timers.after(startsIn, () -> serve(process));
    }

    void end() {
        running = false;
        serving = false;
    }

    Optional<Path> archive() {
        if (!hasData()) {
            return Optional.empty();
        }
        Path path = Path.of("archive", clusterId + "-" + archives.size());
        archives.add(path);
        loseData();
        return Optional.of(path);
    }

    /**
     * etcd makes its ids from the token and the peer URLs, so the same plan founds the same cluster
     * again.
     */
    private void makeData(int process, StartPlan plan) {
        if (isCurrent(process) && !hasData()) {
            clusterId = Integer.toHexString((plan.token() + plan.initialCluster()).hashCode());
            memberId = Integer.toHexString((plan.token() + plan.name()).hashCode());
            if (plan.founding()) {
                founded.add(clusterId);
            }
        }
    }

    private void serve(int process) {
        if (isCurrent(process)) {
            serving = true;
            tell();
        }
    }

    private boolean isCurrent(int process) {
        return running && process == spawned.size();
    }

    private void tell() {
        if (follower != null) {
            follower.follow(follower.status().adopted());
        }
    }
}
