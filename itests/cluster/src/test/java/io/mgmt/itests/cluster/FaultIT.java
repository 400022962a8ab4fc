// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.etcd.server.EtcdBinaries;
import io.mgmt.testkit.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;

/** What must not be lost when processes die, with every version of etcd that is to be tested. */
@RunWith(Parameterized.class)
public class FaultIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Parameterized.Parameters(name = "etcd {0}")
    public static List<String> versions() {
        return List.of(System.getProperty("etcd.versions", "3.4.23,3.7.2").split(","));
    }

    @Rule
    public final Agents agents = new Agents();

    private final String etcd;

    public FaultIT(String version) throws IOException, InterruptedException {
        etcd = EtcdBinaries.of("", "").version(version, line -> { }).path().toString();
    }

    private AgentProcess start(AgentProcess.Spec spec) throws IOException {
        return agents.start(spec, "--etcd", etcd);
    }

    private void serves(AgentProcess agent) {
        agent.until(LONG, "the store answers", () -> {
            try {
                return Boolean.TRUE.equals(
                        ((Map<?, ?>) agents.status(agent.spec().host()).get("cluster")).get("connected"));
            } catch (IOException | InterruptedException | AssertionError e) {
                return false;
            }
        });
    }

    private void put(String key, String value) throws IOException, InterruptedException {
        Agents.Result result = agents.etcdctl("h1", "put", key, value);
        assertEquals(result.toString(), 0, result.exitCode());
    }

    private String get(String key) throws IOException, InterruptedException {
        return agents.etcdctl("h1", "get", key).out();
    }

    @Test
    public void adoptsTheSameEtcdAfterTheAgentWasKilled() throws Exception {
        AgentProcess.Spec spec = new AgentProcess.Spec("h1", Ports.free(), Ports.free());
        AgentProcess first = start(spec);
        serves(first);
        put("/before", "1");
        long etcdPid = agents.etcds().get(0).pid();
        first.killAgent();
        assertEquals("etcd serves on", List.of(etcdPid), agents.etcds().stream().map(ProcessHandle::pid).toList());
        AgentProcess second = start(spec);
        serves(second);
        assertEquals(List.of(etcdPid), agents.etcds().stream().map(ProcessHandle::pid).toList());
        assertEquals(true, ((Map<?, ?>) agents.status("h1").get("etcd")).get("adopted"));
        assertEquals("/before\n1\n", get("/before"));
        second.signal("TERM");
        assertEquals(second.printed(), 0, second.exitCode(Duration.ofSeconds(5)));
        assertEquals("an adopted etcd is stopped like any other", List.of(), agents.etcds());
    }

    @Test
    public void isTheSameClusterWithTheSameDataAfterAnOrderlyEnd() throws Exception {
        AgentProcess.Spec spec = new AgentProcess.Spec("h1", Ports.free(), Ports.free());
        AgentProcess first = start(spec);
        serves(first);
        put("/kept", "1");
        Object cluster = ((Map<?, ?>) agents.status("h1").get("cluster")).get("clusterId");
        first.signal("TERM");
        assertEquals(0, first.exitCode(LONG));
        AgentProcess second = start(spec);
        serves(second);
        assertEquals(cluster, ((Map<?, ?>) agents.status("h1").get("cluster")).get("clusterId"));
        assertEquals("/kept\n1\n", get("/kept"));
    }

    @Test
    public void startsEtcdAgainWhenItWasKilled() throws Exception {
        AgentProcess agent = start(new AgentProcess.Spec("h1", Ports.free(), Ports.free()));
        serves(agent);
        put("/kept", "1");
        ProcessHandle etcd = agents.etcds().get(0);
        etcd.destroyForcibly();
        etcd.onExit().join();
        agent.until(LONG, "another etcd runs", () -> agents.etcds().stream().anyMatch(e -> e.pid() != etcd.pid()));
        serves(agent);
        assertEquals("/kept\n1\n", get("/kept"));
    }

    @Test
    public void outlivesAStoppedEtcdAndSeesItAgain() throws Exception {
        AgentProcess agent = start(new AgentProcess.Spec("h1", Ports.free(), Ports.free()));
        serves(agent);
        long etcd = agents.etcds().get(0).pid();
        AgentProcess.kill("STOP", String.valueOf(etcd));
        try {
            agent.until(LONG, "the store is gone", () -> {
                try {
                    return Boolean.FALSE.equals(((Map<?, ?>) agents.status("h1").get("cluster")).get("connected"));
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
        } finally {
            AgentProcess.kill("CONT", String.valueOf(etcd));
        }
        serves(agent);
        assertEquals("a silent etcd is not killed", etcd, agents.etcds().get(0).pid());
    }

    @Test
    public void foundsAnewOnlyWhenToldToAndArchivesTheOldData() throws Exception {
        AgentProcess.Spec spec = new AgentProcess.Spec("h1", Ports.free(), Ports.free());
        AgentProcess first = start(spec);
        serves(first);
        Object cluster = ((Map<?, ?>) agents.status("h1").get("cluster")).get("clusterId");
        first.signal("TERM");
        assertEquals(0, first.exitCode(LONG));
        AgentProcess second = agents.start(spec, "--etcd", etcd, "--new-cluster");
        serves(second);
        assertTrue(!cluster.equals(((Map<?, ?>) agents.status("h1").get("cluster")).get("clusterId")));
        try (var archived = Files.list(agents.state("h1").resolve("archive"))) {
            assertEquals(1, archived.count());
        }
    }

    /** The data of a member is gone but its identity is known: it would have forgotten its vote. */
    @Test
    public void neverStartsAMemberWhoseDataIsGone() throws Exception {
        AgentProcess.Spec spec = new AgentProcess.Spec("h1", Ports.free(), Ports.free());
        AgentProcess first = start(spec);
        serves(first);
        first.signal("TERM");
        assertEquals(0, first.exitCode(LONG));
        Path data = agents.state("h1").resolve("etcd/data");
        Files.move(data, agents.directory().resolve("elsewhere"));
        AgentProcess second = start(spec);
        assertEquals(second.printed(), 1, second.exitCode(LONG));
        assertTrue(second.printed(), second.printed().contains("--new-cluster"));
    }
}
