// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A cluster of one run. All that is known about it comes from etcd's JSON gateway; closing it ends
 * all of its processes.
 */
abstract class MeasuredCluster implements AutoCloseable {

    /** For whatever is waited for; beyond twice etcd's own delays of 5 to 7 s. */
    private static final Duration MOST = Duration.ofSeconds(40);
    private static final Duration CALL = Duration.ofSeconds(1);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    final Gateway gateway = new Gateway(CALL);
    private final SortedMap<String, ClusterHost> hosts = new TreeMap<>();
    private final Map<String, Agent> running = new TreeMap<>();
    private int mostVoters;

    /** Asked of one member. */
    interface Question<T> {
        T at(String url) throws IOException, InterruptedException;
    }

    /** Something that holds or not yet; {@link IOException} is not yet. */
    interface Claim {
        boolean holds() throws IOException, InterruptedException;
    }

    /** Starts everything that becomes three voters. */
    abstract void form() throws IOException, InterruptedException, MeasureException;

    /** Sees to it that there are two more hosts than the three voters. */
    abstract void addSpares() throws IOException, InterruptedException, MeasureException;

    /** Has the number of voters changed; may return before it is. */
    abstract void resize(int voters) throws IOException, InterruptedException, MeasureException;

    /**
     * Has a voter that was killed replaced; may return before it is.
     *
     * @return when, of {@link System#nanoTime}, the time begins that the cluster is accountable for
     */
    abstract long replace(ClusterHost dead, long killedNanos)
            throws IOException, InterruptedException, MeasureException;

    /** Hosts that it is better not to kill as a plain follower. */
    abstract Set<String> leading() throws IOException, InterruptedException, MeasureException;

    /** Called at each look at the members. */
    void look() throws IOException, InterruptedException {
    }

    /** Starts the process of a host. */
    final void start(ClusterHost host, List<String> line, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(line).redirectInput(Processes.NULL)
                .redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("ETCD_")
                || name.startsWith("MGMT_") && !name.equals("MGMT_JAVA_OPTS"));
        long started = System.nanoTime();
        hosts.put(host.name(), host);
        Process process = builder.start();
        try {
            running.put(host.name(), new Agent(process, host.directory(), log, started));
        } catch (IllegalStateException e) {
            // This JVM is ending, and what ends the others with it would miss this one.
            process.destroyForcibly();
            throw e;
        }
    }

    /** When the first process was started, of {@link System#nanoTime}. */
    final long firstStart() {
        return running.values().stream().mapToLong(Agent::started).min().orElseThrow();
    }

    final Collection<ClusterHost> hosts() {
        return List.copyOf(hosts.values());
    }

    final boolean runs(ClusterHost host) {
        return running.containsKey(host.name());
    }

    /** SIGKILL for all processes of a host; @return when the first was sent. */
    final long kill(ClusterHost host) throws IOException {
        Agent agent = running.remove(host.name());
        Set<Long> all = new TreeSet<>(agent.processes());
        long now = System.nanoTime();
        all.forEach(id -> ProcessHandle.of(id).ifPresent(ProcessHandle::destroyForcibly));
        agent.close();
        return now;
    }

    /** The answer of the first host that gives one. */
    final <T> T ask(Question<T> question) throws IOException, InterruptedException {
        IOException failure = new IOException("no host runs");
        for (ClusterHost host : hosts.values()) {
            if (runs(host)) {
                try {
                    return question.at(host.clientUrl());
                } catch (IOException e) {
                    failure.addSuppressed(e);
                }
            }
        }
        throw failure;
    }

    /** The hosts that are voters now, by name. */
    final List<ClusterHost> voters() throws IOException, InterruptedException {
        SortedMap<String, Gateway.Member> members = ask(gateway::members);
        List<ClusterHost> voters = new ArrayList<>();
        long count = members.values().stream().filter(member -> !member.learner()).count();
        mostVoters = Math.max(mostVoters, (int) count);
        for (ClusterHost host : hosts.values()) {
            Gateway.Member member = members.get(host.peerUrl());
            if (member != null && !member.learner()) {
                voters.add(host);
            }
        }
        return voters;
    }

    final List<String> voterUrls() throws IOException, InterruptedException {
        return voters().stream().map(ClusterHost::clientUrl).toList();
    }

    /** The host that leads raft. */
    final ClusterHost raftLeader() throws IOException, InterruptedException, MeasureException {
        String id = ask(gateway::raftLeader);
        SortedMap<String, Gateway.Member> members = ask(gateway::members);
        return hosts.values().stream().filter(host -> members.containsKey(host.peerUrl())
                && members.get(host.peerUrl()).id().equals(id)).findFirst()
                .orElseThrow(() -> new MeasureException("no raft leader among " + members));
    }

    /** The most voters that were ever seen at once. */
    final int mostVoters() {
        return mostVoters;
    }

    /** Waits; @return when it was seen that there are so many voters and no learner. */
    final long untilVoters(int count) throws IOException, InterruptedException, MeasureException {
        return until(count + " voters", () -> {
            look();
            return voters().size() == count && ask(gateway::members).size() == count;
        });
    }

    /** Waits until each voter answers at its own client URL what a quorum knows. */
    final long untilAllAnswer() throws IOException, InterruptedException, MeasureException {
        return until("all voters answer", () -> {
            for (String url : voterUrls()) {
                gateway.below(url, "/nothing/");
            }
            return true;
        });
    }

    /** @return when, of {@link System#nanoTime}, it was seen to hold */
    final long until(String what, Claim claim)
            throws IOException, InterruptedException, MeasureException {
        long deadline = System.nanoTime() + MOST.toNanos();
        String reason = "it does not hold";
        while (System.nanoTime() < deadline) {
            try {
                if (claim.holds()) {
                    return System.nanoTime();
                }
            } catch (IOException e) {
                reason = e.toString();
            }
            for (Map.Entry<String, Agent> agent : running.entrySet()) {
                if (!agent.getValue().isAlive() && endsBadly(agent.getKey())) {
                    throw new MeasureException(agent.getKey() + " ended while waiting for \"" + what
                            + "\"; " + agent.getValue().lastWords());
                }
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        throw new MeasureException("not within " + MOST.toSeconds() + " s: " + what + "; "
                + reason);
    }

    /** Whether the end of that host's process is a failure. */
    boolean endsBadly(String host) {
        return true;
    }

    @Override
    public void close() {
        // All at once, so that none begins to mend what the end of another one breaks.
        for (Agent agent : running.values()) {
            agent.killNow();
        }
        running.values().forEach(Agent::close);
        running.clear();
    }
}
