// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Agents that do it by themselves; this only starts and kills them, and writes the wanted size. */
final class OurCluster extends MeasuredCluster {

    private static final int HOSTS = 4;
    private static final int SIZE = 3;
    private static final long REPLACEMENT_SECONDS = 7;
    private static final String VOLUNTEERS = "/_mgmt/volunteers/";

    private final Path command;
    private final Path etcd;
    private final Path work;
    private OptionalLong thirdVolunteer = OptionalLong.empty();

    /**
     * @param command {@code bin/mgmt}
     * @param etcd its binary
     * @param work an empty directory
     */
    OurCluster(Path command, Path etcd, Path work) {
        this.command = command;
        this.etcd = etcd;
        this.work = work;
    }

    @Override
    void form() throws IOException {
        List<ClusterHost> all = new ArrayList<>();
        for (int i = 1; i <= HOSTS; i++) {
            all.add(ClusterHost.at("h" + i, prefix().resolve("h" + i)));
        }
        for (ClusterHost host : all) {
            start(host, all.get(0));
        }
    }

    private Path prefix() {
        return work.resolve("state");
    }

    private void start(ClusterHost host, ClusterHost founder) throws IOException {
        List<String> line = new ArrayList<>(List.of(command.toString(), "run",
                "--hostname", host.name(), "--prefix", prefix().toString(),
                "--client-urls", host.clientUrl(), "--server-urls", host.peerUrl(),
                "--ideal-cluster-size", Integer.toString(SIZE), "--etcd", etcd.toString(),
                "--set", "io.mgmt.membership/hostSessionSeconds=2",
                "--set", "io.mgmt.membership/replacementSeconds=" + REPLACEMENT_SECONDS));
        if (!host.equals(founder)) {
            line.addAll(List.of("--seeds", founder.clientUrl()));
        }
        start(host, line, work.resolve(host.name() + ".log"));
    }

    @Override
    void look() throws IOException, InterruptedException {
        if (thirdVolunteer.isEmpty()
                && ask(url -> gateway.below(url, VOLUNTEERS)).size() >= SIZE) {
            thirdVolunteer = OptionalLong.of(System.nanoTime());
        }
    }

    /** When the third volunteer was seen, of {@link System#nanoTime}. */
    OptionalLong thirdVolunteer() {
        return thirdVolunteer;
    }

    @Override
    void addSpares() throws IOException, InterruptedException, MeasureException {
        start(ClusterHost.at("h5", prefix().resolve("h5")), hosts().iterator().next());
        untilSpares(2);
    }

    private void untilSpares(int count)
            throws IOException, InterruptedException, MeasureException {
        until(count + " hosts wait", () -> {
            List<String> voters = voters().stream().map(ClusterHost::name).toList();
            return ask(url -> gateway.below(url, VOLUNTEERS)).stream()
                    .map(key -> key.getKey().substring(VOLUNTEERS.length()))
                    .filter(host -> !voters.contains(host)).count() >= count;
        });
    }

    @Override
    void resize(int voters) throws IOException, InterruptedException {
        ask(url -> {
            gateway.put(url, "/_mgmt/idealClusterSize", Integer.toString(voters));
            return true;
        });
    }

    /** By itself, after the delay that it was told. */
    @Override
    long replace(ClusterHost dead, long killedNanos) {
        return killedNanos + TimeUnit.SECONDS.toNanos(REPLACEMENT_SECONDS);
    }

    @Override
    Set<String> leading() throws IOException, InterruptedException, MeasureException {
        List<Map.Entry<String, String>> candidates = ask(url -> gateway.below(url,
                "/_mgmt/leader/"));
        if (candidates.isEmpty()) {
            throw new MeasureException("nobody leads");
        }
        Object leader = JSON.std.mapFrom(candidates.get(0).getValue()).get("host");
        return new TreeSet<>(List.of(raftLeader().name(), String.valueOf(leader)));
    }
}
