// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

import static io.mgmt.testkit.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mgmt.itests.cluster.Agents.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;

/** What a person asks and tells a cluster of three. */
public class ClusterCommandsIT {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String KEY = "/_mgmt/idealClusterSize";

    @Rule
    public final Agents agents = new Agents();

    private Result mgmt(String host, String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--hostname", host, "--prefix", agents.prefix().toString()));
        return agents.mgmt(line.toArray(String[]::new));
    }

    private Map<String, Object> json(String host, String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(words));
        line.add("--json");
        return JSON.std.mapFrom(mgmt(host, line.toArray(String[]::new)).out());
    }

    /** Host names to roles, as a host sees them; empty if it sees nothing. */
    private Map<String, String> roles(String host) {
        try {
            Result result = mgmt(host, "members", "--json");
            Map<String, String> roles = new TreeMap<>();
            if (result.exitCode() == 0) {
                for (Object one : (List<?>) JSON.std.mapFrom(result.out()).get("hosts")) {
                    Map<?, ?> fields = (Map<?, ?>) one;
                    roles.put(String.valueOf(fields.get("host")), String.valueOf(fields.get("role")));
                }
            }
            return roles;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** h1 founds, h2 and h3 join; the wanted size decides what becomes of them. */
    private List<AgentProcess> start(int size, String role) throws IOException {
        List<AgentProcess> all = new ArrayList<>();
        all.add(agents.start("h1", "--ideal-cluster-size", Integer.toString(size)));
        for (String host : List.of("h2", "h3")) {
            all.add(agents.start(host, "--seeds", all.get(0).spec().clientUrl()));
        }
        all.get(0).until(LONG, "the size is reached", () -> all.get(0).printed().contains(size + " of " + size));
        Map<String, String> expected = Map.of("h1", "voter", "h2", role, "h3", role);
        all.get(0).until(LONG, "all are there, as " + role, () -> roles("h1").equals(expected));
        return all;
    }

    private static List<String> steps(Object list) {
        return ((List<?>) list).stream().map(Map.class::cast).filter(step -> !step.get("step").equals("Hold"))
                .map(step -> step.get("step") + " " + step.get("host")).toList();
    }

    @Test
    public void thePlanIsWhatThenHappensAndEveryHostTellsTheSame() throws Exception {
        List<AgentProcess> all = start(3, "voter");
        agents.start("c1", "--no-server", "--seeds", all.get(1).spec().clientUrl());
        Map<String, String> expected = Map.of("h1", "voter", "h2", "voter", "h3", "voter", "c1", "client");
        eventually(LONG, "a client sees the same", () -> roles("c1").equals(expected));
        assertEquals(expected, roles("h3"));
        Result table = mgmt("c1", "members");
        assertTrue(table.out(), table.out().startsWith("3 voters, quorum 2, tolerates 1 failure; wanted 3; h"));
        assertTrue(table.out(), table.out().contains("c1 runs no voter and looks only when it is asked"));

        Map<String, Object> plan = json("h2", "plan", "--size", "1");
        assertEquals("a plan changes nothing", expected, roles("h1"));
        assertEquals(2, steps(plan.get("steps")).stream().filter(step -> step.startsWith("Remove ")).count());
        Map<String, Object> done = json("c1", "resize", "1");
        assertEquals(done.toString(), true, done.get("reached"));
        assertEquals(steps(plan.get("steps")), steps(done.get("decisions")));
        String voter = roles("c1").entrySet().stream().filter(one -> one.getValue().equals("voter"))
                .map(Map.Entry::getKey).findFirst().orElseThrow();
        assertEquals("the plan of " + voter, 1, roles("c1").values().stream().filter("voter"::equals).count());

        Result again = mgmt("c1", "resize", "3");
        assertEquals(again.err(), 0, again.exitCode());
        assertTrue(again.out(), again.out().contains("idealClusterSize was \"1\" and is 3 now.\n"));
        assertTrue(again.out(), again.out().contains("give h"));
        assertTrue(again.out(), again.out().endsWith("Done: 3 voters, quorum 2, tolerates 1 failure.\n"));
        assertTrue(mgmt("h1", "resize", "3").out().contains("idealClusterSize is 3 already; nothing was written.\n"));
        Result more = mgmt("h1", "resize", "5", "--no-wait");
        assertTrue(more.out(), more.out().contains(": 3 of 5 voters, and there is no spare"));
    }

    @Test
    public void wrongWordsChangeNothingAndAWrongKeyIsTold() throws Exception {
        start(1, "spare");
        assertEquals("h2 is a spare: 1 of 1 voter; number 1 of 2 in the line of spares.\n"
                + "The policy io.mgmt.sizing.fixed seeks 1 voter: idealClusterSize is 1.\n",
                mgmt("h1", "why", "h2").out());
        assertTrue(mgmt("h3", "why").out().contains("h1 is a voter: it serves; 1 of 1 voter"));
        Result unknown = mgmt("h1", "why", "h9");
        assertEquals(1, unknown.exitCode());
        assertEquals("The cluster knows no host \"h9\". Known: h1, h2, h3.\n", unknown.err());
        for (String wrong : List.of("0", "-3", "70000", "abc")) {
            assertRefused(wrong, mgmt("h2", "resize", wrong));
        }
        assertRefused("", mgmt("h3", "plan", "--size", ""));
        assertEquals(KEY + "\n1\n", agents.etcdctl("h1", "get", KEY).out());
        agents.etcdctl("h1", "put", KEY, "abc");
        for (String host : List.of("h1", "h2")) {
            String status = mgmt(host, "status").out();
            assertTrue(status, status.contains("! idealClusterSize \"abc\" is no number from 1 to 9; 1 stays in force."));
            assertTrue(status, status.contains("h1    voter  healthy"));
        }
        assertEquals(1, ((Map<?, ?>) agents.status("h2").get("cluster")).get("voters"));
        assertTrue(mgmt("h3", "resize", "1").out().contains("idealClusterSize was \"abc\" and is 1 now.\n"));
    }

    private static void assertRefused(String wrong, Result result) {
        assertEquals(wrong, 1, result.exitCode());
        assertEquals("\"" + wrong + "\" is no size of a cluster. Ask for 1 to 9 voters; 3 or 5 are usual."
                + " Nothing was changed.\n", result.err());
        assertEquals("", result.out());
    }

    @Test
    public void withoutAQuorumItNamesTheMissingHostsAndWritesNothing() throws Exception {
        List<AgentProcess> all = start(3, "voter");
        for (AgentProcess lost : all.subList(1, 3)) {
            lost.killAgent();
            String mark = agents.state(lost.spec().host()).toString();
            agents.etcds().stream().filter(etcd -> List.of(etcd.info().arguments().orElseThrow()).stream()
                    .anyMatch(argument -> argument.contains(mark))).forEach(ProcessHandle::destroyForcibly);
        }
        eventually(LONG, "it is noticed", () -> roles("h1").isEmpty());
        Result members = mgmt("h1", "members");
        assertEquals(2, members.exitCode());
        assertTrue(members.out(), members.out().contains("! NO QUORUM: nothing can be written. Of 3 voters 1 answers,"
                + " and 2 must; missing: h2 (" + all.get(1).spec().clientUrl() + "), h3 ("
                + all.get(2).spec().clientUrl() + ")."));
        Result resize = mgmt("h1", "resize", "5");
        assertEquals(2, resize.exitCode());
        assertTrue(resize.err(), resize.err().endsWith("\nNothing was written.\n"));
        Result status = mgmt("h1", "status");
        assertEquals("status tells what it knows", 0, status.exitCode());
        assertTrue(status.out(), status.out().contains("! NO QUORUM"));

        agents.start(all.get(1).spec());
        eventually(LONG, "it is back with the second of three", () -> !roles("h1").isEmpty());
        String text = mgmt("h1", "members").out();
        assertTrue(text, text.contains("! NO FAILURE IS TOLERATED: 2 of 3 voters answer, and the quorum is 2."));
        assertEquals(KEY + "\n3\n", agents.etcdctl("h1", "get", KEY).out());
    }

    /** The spare that is nominated is held, so that the report has to wait. */
    @Test
    public void ctrlCEndsTheReportAndNotTheResize() throws Exception {
        List<AgentProcess> all = start(1, "spare");
        all.get(1).signal("STOP");
        Path printed = Files.createTempFile(agents.directory(), "resize", ".log");
        List<String> line = new ArrayList<>(Agents.DEAF_TO_NOTHING);
        line.addAll(List.of("setsid", Agents.command().toString(), "resize", "3", "--hostname", "h1",
                "--prefix", agents.prefix().toString()));
        Process resize = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(printed.toFile()).start();
        try {
            eventually(LONG, "it waits for h2", () -> read(printed).contains("h1: nominate h2"));
            AgentProcess.kill("INT", "-" + resize.pid());
            assertTrue("it ends", resize.waitFor(20, TimeUnit.SECONDS));
        } finally {
            resize.destroyForcibly();
            all.get(1).signal("CONT");
        }
        assertEquals(0, resize.exitValue());
        assertTrue(read(printed), read(printed).contains("mgmt resize: left. What the cluster was told holds"));
        assertFalse(read(printed), read(printed).contains("Done:"));
        eventually(LONG, "the cluster goes on", () -> roles("h1").values().stream().filter("voter"::equals)
                .count() == 3);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
