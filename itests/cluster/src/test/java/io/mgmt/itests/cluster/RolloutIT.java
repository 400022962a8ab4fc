// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mgmt.itests.cluster.Agents.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.Rule;
import org.junit.Test;

/** A policy for the whole cluster at once: deployed, replaced, configured, taken back. */
public class RolloutIT {

    @Rule
    public final Cluster cluster = new Cluster();

    private Result mgmt(String host, String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(Arrays.asList(words));
        line.addAll(List.of("--hostname", host, "--prefix", cluster.agents.prefix().toString()));
        return cluster.agents.mgmt(line.toArray(String[]::new));
    }

    private Result done(String host, String... words) throws IOException, InterruptedException {
        Result result = mgmt(host, words);
        assertEquals(result.out() + result.err(), 0, result.exitCode());
        return result;
    }

    private Path policy(String version, int voters, String imports) throws IOException {
        return PolicyJar.make(cluster.agents.directory(), version, voters, imports);
    }

    /** Host to the version of the policy that runs there, as a host tells it. */
    private Map<String, String> running(String asked) {
        try {
            Map<String, String> running = new TreeMap<>();
            for (Object one : (List<?>) JSON.std.mapFrom(mgmt(asked, "bundles", "--json").out()).get("hosts")) {
                Map<?, ?> host = (Map<?, ?>) one;
                for (Object bundle : (List<?>) host.get("bundles")) {
                    Map<?, ?> fields = (Map<?, ?>) bundle;
                    running.put(String.valueOf(host.get("host")), fields.get("version") + " " + fields.get("state"));
                }
            }
            return running;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    public void aPolicyDecidesOnAllHostsAndIsTakenBack() throws Exception {
        cluster.form(3, 3);
        Result deployed = done("h2", "deploy", policy("1.0.0", 1, "").toString());
        assertTrue(deployed.out(), deployed.out().endsWith("  h1  runs it\n  h2  runs it\n  h3  runs it\nDone: "
                + PolicyJar.NAME + " 1.0.0 runs on 3 of 3 hosts.\n") || deployed.out().contains("3 of 3 hosts."));
        cluster.untilVoters(1);

        Path broken = policy("1.1.0", 3, ",org.example.missing;version=\"[1.2,2)\"");
        Result refused = mgmt("h1", "deploy", broken.toString());
        assertEquals(refused.out() + refused.err(), 2, refused.exitCode());
        assertTrue(refused.out(), refused.out().contains("failed: it needs the package org.example.missing"
                + " [1.2.0,2.0.0), which no bundle here gives; deploy the one that does first\n"));
        assertTrue(refused.out(), refused.out().contains("Version 1.0.0 ("));

        cluster.start("h4");
        cluster.until(Cluster.LONG, "a late host runs it, and all others the one before", () -> running("h3").equals(
                Map.of("h1", "1.0.0 runs", "h2", "1.0.0 runs", "h3", "1.0.0 runs", "h4", "1.0.0 runs")));
        assertEquals("nobody was fooled by the one that failed", 1, cluster.voters().size());

        Result wrong = mgmt("h3", "config", PolicyJar.NAME, "voters=abc");
        assertEquals(PolicyJar.NAME + "/voters \"abc\" is not taken: it must be a whole number. Nothing was changed.\n",
                wrong.err());
        assertEquals(1, wrong.exitCode());
        done("h3", "config", PolicyJar.NAME, "voters=3");
        cluster.untilVoters(3);
        assertTrue(done("h4", "config", PolicyJar.NAME).out().contains("voters    3           the cluster\n"));
        done("h3", "config", PolicyJar.NAME, "voters=");
        cluster.untilVoters(1);

        Result gone = done("h4", "undeploy", PolicyJar.NAME);
        assertTrue(gone.out(), gone.out().endsWith("Done: it runs on no host.\n"));
        cluster.untilVoters(3);
        assertEquals(Map.of(), running("h1"));
        assertEquals(Map.of(), cluster.keys("/_mgmt/bundles/"));
        cluster.nothingIsLost();
    }

    @Test
    public void whatIsDeployedOutlivesAgentsAndQuorumAndGoesWithItsKeys() throws Exception {
        cluster.form(3, 3);
        done("h1", "deploy", policy("2.0.0", 3, "").toString());
        for (String host : List.of("h1", "h2", "h3")) {
            cluster.kill(host);
        }
        AgentProcess alone = cluster.start("h2");
        alone.prints("h2 runs a bundle of the cluster: name=" + PolicyJar.NAME + " version=2.0.0");
        cluster.until(Cluster.LONG, "it can be asked, and has no store", () -> asksInVain("h2"));
        cluster.start("h1");
        cluster.start("h3");
        cluster.untilVoters(3);
        cluster.until(Cluster.LONG, "all run it", () -> running("h2").equals(
                Map.of("h1", "2.0.0 runs", "h2", "2.0.0 runs", "h3", "2.0.0 runs")));

        cluster.ask(url -> {
            cluster.gateway().delete(url, "/_mgmt/");
            return "";
        });
        for (String host : List.of("h1", "h2", "h3")) {
            cluster.agent(host).prints(host + " took a bundle away: name=" + PolicyJar.NAME);
        }
        cluster.until(Cluster.LONG, "the keys of hosts are there again", () ->
                cluster.keys("/_mgmt/hosts/").size() == 3);
        assertEquals(Map.of(), running("h3"));
        cluster.nothingIsLost();
    }

    private boolean asksInVain(String host) {
        try {
            Result result = mgmt(host, "bundles");
            return result.exitCode() == 2 && result.err().startsWith("The store of the cluster ");
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    public void whatIsNoBundleOfOthersChangesNothing() throws Exception {
        cluster.form(1, 1);
        Path torn = policy("1.0.0", 1, "");
        byte[] bytes = Files.readAllBytes(torn);
        Files.write(torn, Arrays.copyOf(bytes, bytes.length - 100));
        Result result = mgmt("h1", "deploy", torn.toString());
        assertEquals(1, result.exitCode());
        assertTrue(result.err(), result.err().startsWith(torn + " is no jar, or is damaged: "));
        Path shipped = Agents.command().resolveSibling("../bundles/io.mgmt.sizing.fixed.jar").normalize();
        Result own = mgmt("h1", "deploy", shipped.toString());
        assertEquals(1, own.exitCode());
        assertTrue(own.err(), own.err().startsWith("io.mgmt.sizing.fixed is part of this agent ("));
        Result identity = mgmt("h1", "config", "io.mgmt.host", "hostname=h9");
        assertEquals(1, identity.exitCode());
        assertTrue(identity.err(), identity.err().startsWith("io.mgmt.host is not configured for all hosts: "));
        for (String prefix : List.of("rollout/", "bundles/", "config/", "deployed/", "deploying")) {
            assertEquals(prefix, Map.of(), cluster.keys("/_mgmt/" + prefix));
        }
    }
}
