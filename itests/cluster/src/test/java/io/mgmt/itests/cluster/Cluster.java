// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

import static io.mgmt.testkit.Eventually.eventually;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mgmt.etcd.server.EtcdBinaries;
import io.mgmt.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.rules.TestRule;
import org.junit.runner.Description;
import org.junit.runners.model.Statement;

/**
 * Agents that form one cluster: h1 founds it, the others join by h1's client URL. Each host keeps its ports
 * for the whole test, and a {@link Writer} is at work until the end, when nothing may be lost. Whatever
 * runs is ended after the test; if it failed, what the agents printed is shown.
 */
final class Cluster implements TestRule {

    /** The shortest delays that are taken, so that a test need not wait for those of real hosts. */
    private static final List<String> QUICK = List.of("--set", "io.mgmt.membership/hostSessionSeconds=2",
            "--set", "io.mgmt.membership/leadershipSessionSeconds=2",
            "--set", "io.mgmt.membership/replacementSeconds=7");
    static final Duration LONG = Duration.ofSeconds(60);
    /** The longest gap between two writes while all voters live: no election, though the machine may be busy. */
    static final Duration SHORT = Duration.ofMillis(1000);

    final Agents agents = new Agents();
    private final Gateway gateway = new Gateway(Duration.ofSeconds(3));
    private final SortedMap<String, AgentProcess.Spec> specs = new TreeMap<>();
    private final SortedMap<String, AgentProcess> latest = new TreeMap<>();
    private final List<AgentProcess> all = new ArrayList<>();
    private Optional<Writer> writer = Optional.empty();
    private String etcd = "";

    @Override
    public Statement apply(Statement test, Description description) {
        return agents.apply(new Statement() {
            @Override
            public void evaluate() throws Throwable {
                run(test);
            }
        }, description);
    }

    private void run(Statement test) throws Throwable {
        try {
            etcd = etcd(newest());
            test.evaluate();
        } catch (Throwable failure) {
            all.forEach(agent -> System.err.println("--- " + agent.spec() + "\n" + agent.printed()));
            throw failure;
        } finally {
            writer.ifPresent(Writer::close);
        }
    }

    /** The versions of etcd to test with, as {@code -Detcd.versions=} says. */
    static List<String> versions() {
        return List.of(System.getProperty("etcd.versions", "3.4.23,3.7.2").split(","));
    }

    static String newest() {
        return versions().get(versions().size() - 1);
    }

    /** Where the binary of that version is. */
    static String etcd(String version) throws IOException, InterruptedException {
        return EtcdBinaries.of("", "").version(version, line -> { }).path().toString();
    }

    /** The etcd of agents that are started from now on. */
    void use(String version) throws IOException, InterruptedException {
        etcd = etcd(version);
    }

    /** The ports of a host, the same each time. */
    AgentProcess.Spec spec(String host) {
        return specs.computeIfAbsent(host, name -> new AgentProcess.Spec(name, Ports.free(), Ports.free()));
    }

    /** Starts the agent of a host; h1 is started without seeds, the others with h1's client URL. */
    AgentProcess start(String host, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(QUICK);
        if (!host.equals("h1")) {
            line.addAll(List.of("--seeds", spec("h1").clientUrl()));
        }
        line.addAll(List.of(arguments));
        if (!line.contains("--etcd")) {
            line.addAll(List.of("--etcd", etcd));
        }
        AgentProcess agent = agents.start(spec(host), line.toArray(String[]::new));
        latest.put(host, agent);
        all.add(agent);
        return agent;
    }

    /** Starts h1, h2 … up to so many, all at once, for a size; and a client that writes. */
    Writer form(int hosts, int size, String... arguments) throws IOException {
        for (int i = 1; i <= hosts; i++) {
            List<String> line = new ArrayList<>(Arrays.asList(arguments));
            line.addAll(List.of("--ideal-cluster-size", Integer.toString(size)));
            start("h" + i, line.toArray(String[]::new));
        }
        until(LONG, "h1 serves", () -> !members().isEmpty());
        writer = Optional.of(Writer.start(specs.values().stream().map(AgentProcess.Spec::clientUrl).toList()));
        untilVoters(Math.min(hosts, size));
        return writer.get();
    }

    /** The agent of a host that was started last. */
    AgentProcess agent(String host) {
        return latest.get(host);
    }

    /** The etcd process of a host, if it runs. */
    Optional<ProcessHandle> etcdOf(String host) {
        String mark = agents.state(host) + "/";
        return agents.etcds().stream().filter(process -> process.info().arguments().map(arguments ->
                Arrays.stream(arguments).anyMatch(argument -> argument.contains(mark))).orElse(false)).findFirst();
    }

    /** SIGKILL for the etcd of a host. */
    void killEtcd(String host) {
        ProcessHandle process = etcdOf(host).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    /** SIGKILL for agent and etcd, as a power failure would. */
    void kill(String host) {
        ProcessHandle process = etcdOf(host).orElseThrow();
        agent(host).killAgent();
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Something asked of any member that answers. */
    interface Question<T> {
        T at(String url) throws IOException, InterruptedException;
    }

    /** Asks each host in turn until one answers. */
    <T> T ask(Question<T> question) {
        List<String> failures = new ArrayList<>();
        for (AgentProcess.Spec spec : specs.values()) {
            try {
                return question.at(spec.clientUrl());
            } catch (IOException e) {
                failures.add(spec.host() + ": " + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        throw new AssertionError("no member answers: " + failures);
    }

    /** Adds a learner, as a person would by hand; false if etcd does not take it yet. */
    boolean takes(String peerUrl) {
        for (AgentProcess.Spec spec : specs.values()) {
            try {
                gateway.addLearner(spec.clientUrl(), peerUrl);
                return true;
            } catch (IOException e) {
                // The next one is asked, or all of them later.
                continue;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return false;
    }

    List<Gateway.Member> members() {
        return ask(gateway::members);
    }

    /** The names of the voters. */
    Set<String> voters() {
        return members().stream().filter(member -> !member.learner()).map(Gateway.Member::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The id that a host has as a member; empty if it is none. */
    String memberId(String host) {
        return members().stream().filter(member -> member.name().equals(host)).map(Gateway.Member::id)
                .findFirst().orElse("");
    }

    /** The host that leads raft. */
    String raftLeader() {
        String id = ask(gateway::raftLeader);
        return members().stream().filter(member -> member.id().equals(id)).map(Gateway.Member::name).findFirst()
                .orElse("");
    }

    /** The host that decides. */
    String leader() {
        return ask(url -> gateway.first(url, "/_mgmt/leader/")).map(value -> field(value, "host")).orElse("");
    }

    private static String field(String json, String name) {
        try {
            return String.valueOf(JSON.std.mapFrom(json).get(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A voter that leads neither raft nor the cluster. */
    String follower() {
        List<String> leads = List.of(raftLeader(), leader());
        return voters().stream().filter(host -> !leads.contains(host)).findFirst().orElseThrow();
    }

    /** The first volunteer that is no voter, as soon as there is one. */
    String spare() {
        until(LONG, "a spare is here", () -> !spares().isEmpty());
        return spares().get(0);
    }

    private List<String> spares() {
        Set<String> voters = voters();
        return specs.keySet().stream().filter(host -> isVolunteer(host) && !voters.contains(host)).toList();
    }

    /** The voters as they are to be when the spare has taken the host's place. */
    Set<String> othersAndSpare(String host) {
        Set<String> expected = new TreeSet<>(voters());
        expected.remove(host);
        expected.add(spare());
        return expected;
    }

    /** Its session lives, and it is willing. */
    boolean isVolunteer(String host) {
        return keys("/_mgmt/volunteers/").containsKey("/_mgmt/volunteers/" + host);
    }

    /** Its own etcd answers, and not only for itself. */
    boolean serves(String host) {
        try {
            return !gateway.get(spec(host).clientUrl(), "/_mgmt/started/" + host).isEmpty();
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String clusterId() {
        return ask(gateway::clusterId);
    }

    /** The id that a host has made for itself. */
    String hostId(String host) {
        return field(keys("/_mgmt/hosts/").get("/_mgmt/hosts/" + host), "hostId");
    }

    SortedMap<String, String> keys(String prefix) {
        return ask(url -> gateway.below(url, prefix));
    }

    void put(String key, String value) {
        ask(url -> {
            gateway.put(url, key, value);
            return "";
        });
    }

    void resize(int size) {
        put("/_mgmt/idealClusterSize", Integer.toString(size));
    }

    Gateway gateway() {
        return gateway;
    }

    /** Ends the writer, and fails if anything that was acknowledged is missing. */
    void nothingIsLost() {
        ask(url -> {
            gateway.raftLeader(url);
            writer.orElseThrow().nothingIsLost(url);
            return "";
        });
    }

    /** Waits until so many voters are listed, no learner is, and each of them runs. */
    void untilVoters(int count) {
        until(LONG, count + " voters and no learner", () -> {
            List<Gateway.Member> members = members();
            return members.size() == count && members.stream().noneMatch(member ->
                    member.learner() || member.name().isEmpty() || etcdOf(member.name()).isEmpty());
        });
        until(LONG, "no other etcd runs", () -> agents.etcds().size() == count);
    }

    /** Waits until these are the voters, and no learner is listed. */
    void untilVoters(Duration within, String... hosts) {
        until(within, "the voters are " + List.of(hosts), () -> members().size() == hosts.length
                && voters().equals(Set.of(hosts)));
    }

    /** Waits; while nobody answers the claim does not hold. */
    void until(Duration within, String claim, BooleanSupplier holds) {
        eventually(within, claim, () -> {
            try {
                return holds.getAsBoolean();
            } catch (AssertionError nobodyAnswers) {
                return false;
            }
        });
    }

    /** What a host has archived. */
    List<Path> archived(String host) {
        Path archive = agents.state(host).resolve("archive");
        if (!Files.isDirectory(archive)) {
            return List.of();
        }
        try (var files = Files.list(archive)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The records of the decisions: revision and JSON. */
    Map<String, String> decisions() {
        return keys("/_mgmt/decisions/");
    }
}
