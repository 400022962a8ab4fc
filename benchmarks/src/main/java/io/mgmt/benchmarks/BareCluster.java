// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * The same with etcd alone and an operator who never hesitates: the calls that are needed, one
 * right after the other, with the flags that the agents give to theirs.
 */
final class BareCluster extends MeasuredCluster {

    private static final int SIZE = 3;

    private final Path etcd;
    private final Path work;
    private int started;
    /** A member that was removed ends by itself. */
    private boolean shrinks;

    /**
     * @param etcd its binary
     * @param work an empty directory
     */
    BareCluster(Path etcd, Path work) {
        this.etcd = etcd;
        this.work = work;
    }

    @Override
    void form() throws IOException, InterruptedException, MeasureException {
        ClusterHost first = next();
        start(first, first.name() + "=" + first.peerUrl(), "new");
        until("the first one serves", () -> !voters().isEmpty());
        grow(SIZE - 1);
    }

    @Override
    void addSpares() {
        // Nothing waits: whoever is needed is started then.
    }

    private ClusterHost next() throws IOException {
        String name = "b" + ++started;
        return ClusterHost.at(name, work.resolve(name + ".data"));
    }

    private void start(ClusterHost host, String initialCluster, String state) throws IOException {
        start(host, List.of(etcd.toString(), "--data-dir=" + host.directory(),
                "--name=" + host.name(),
                "--listen-client-urls=" + host.clientUrl(),
                "--advertise-client-urls=" + host.clientUrl(),
                "--listen-peer-urls=" + host.peerUrl(),
                "--initial-advertise-peer-urls=" + host.peerUrl(),
                "--initial-cluster=" + initialCluster, "--initial-cluster-state=" + state,
                "--initial-cluster-token=benchmark",
                "--heartbeat-interval=50", "--election-timeout=500",
                "--auto-compaction-mode=periodic", "--auto-compaction-retention=1h",
                "--pre-vote=true", "--logger=zap", "--log-level=info", "--max-learners=8"),
                work.resolve(host.name() + ".log"));
    }

    /**
     * Learners first, all in a row: after the first one runs etcd would refuse the next for 5 s.
     * They start one after the other: two that join at once wait 6 s for each other's version.
     */
    private void grow(int count) throws IOException, InterruptedException, MeasureException {
        List<ClusterHost> added = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ClusterHost host = next();
            until("etcd takes a learner", () -> ask(url ->
                    !gateway.addLearner(url, host.peerUrl()).isEmpty()));
            added.add(host);
        }
        for (ClusterHost host : added) {
            join(host, added);
        }
    }

    private void join(ClusterHost host, Collection<ClusterHost> added)
            throws IOException, InterruptedException, MeasureException {
        SortedMap<String, Gateway.Member> members = ask(gateway::members);
        start(host, members.values().stream()
                .map(member -> name(member, added) + "=" + member.peerUrl())
                .collect(Collectors.joining(",")), "existing");
        String id = members.get(host.peerUrl()).id();
        until(host.name() + " is promoted", () -> {
            // A follower would pass it on, and may keep its caller waiting.
            gateway.promote(leaderUrl(), id);
            return true;
        });
    }

    private String leaderUrl() throws IOException, InterruptedException {
        try {
            return raftLeader().clientUrl();
        } catch (MeasureException e) {
            throw new IOException("no leader yet", e);
        }
    }

    /** Its own, or the one that it will have. */
    private static String name(Gateway.Member member, Collection<ClusterHost> added) {
        return added.stream().filter(host -> host.peerUrl().equals(member.peerUrl()))
                .map(ClusterHost::name).findFirst().orElse(member.name());
    }

    @Override
    void resize(int wanted) throws IOException, InterruptedException, MeasureException {
        List<ClusterHost> voters = voters();
        if (voters.size() < wanted) {
            grow(wanted - voters.size());
            return;
        }
        ClusterHost leader = raftLeader();
        Iterator<ClusterHost> others =
                voters.stream().filter(host -> !host.equals(leader)).iterator();
        shrinks = true;
        for (int i = wanted; i < voters.size(); i++) {
            ClusterHost host = others.next();
            remove(host);
            kill(host);
        }
        shrinks = false;
    }

    private void remove(ClusterHost host)
            throws IOException, InterruptedException, MeasureException {
        String id = ask(gateway::members).get(host.peerUrl()).id();
        until(host.name() + " is removed", () -> ask(url -> {
            if (gateway.members(url).containsKey(host.peerUrl())) {
                gateway.remove(url, id);
            }
            return true;
        }));
    }

    @Override
    boolean endsBadly(String host) {
        return !shrinks;
    }

    /** There is no delay: the operator knows. */
    @Override
    long replace(ClusterHost dead, long killedNanos)
            throws IOException, InterruptedException, MeasureException {
        long begin = System.nanoTime();
        remove(dead);
        grow(1);
        return begin;
    }

    @Override
    Set<String> leading() throws IOException, InterruptedException, MeasureException {
        return Set.of(raftLeader().name());
    }
}
