// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.agent.Urls;
import io.mgmt.etcd.StartPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.Test;

public class EtcdFlagsTest {

    private static final Path DATA = Path.of("/var/lib/mgmt/h1/etcd/data");
    private static final EtcdVersion OLD = EtcdVersion.parse("3.4.23").orElseThrow();
    private static final EtcdVersion NEW = EtcdVersion.parse("3.7.2").orElseThrow();

    private static StartPlan plan() {
        return TestPlan.founder("h1", 2379, 2380);
    }

    @Test
    public void writesTheFlagsThatAllVersionsKnow() {
        assertEquals(List.of("--data-dir=/var/lib/mgmt/h1/etcd/data", "--name=h1",
                "--listen-client-urls=http://127.0.0.1:2379",
                "--advertise-client-urls=http://127.0.0.1:2379",
                "--listen-peer-urls=http://127.0.0.1:2380",
                "--initial-advertise-peer-urls=http://127.0.0.1:2380",
                "--initial-cluster=h1=http://127.0.0.1:2380", "--initial-cluster-state=new",
                "--initial-cluster-token=token-2379", "--heartbeat-interval=50",
                "--election-timeout=500",
                "--auto-compaction-mode=periodic", "--auto-compaction-retention=1h",
                "--pre-vote=true",
                "--logger=zap", "--log-outputs=stderr", "--log-level=info"),
                EtcdFlags.of(plan(), DATA, OLD));
    }

    @Test
    public void givesTheSameLearnerLimitToEachServerThatKnowsOne() {
        assertTrue(EtcdFlags.of(plan(), DATA, NEW).contains("--max-learners=8"));
        assertTrue(EtcdFlags.of(plan(), DATA,
                EtcdVersion.parse("3.6.0").orElseThrow()).contains("--max-learners=8"));
        assertFalse(EtcdFlags.of(plan(), DATA,
                EtcdVersion.parse("3.5.29").orElseThrow()).contains("--max-learners=8"));
    }

    @Test
    public void joinsARunningClusterIfThePlanSaysSo() {
        StartPlan join = TestPlan.with(plan(), "h1=http://127.0.0.1:2380,h2=http://h2:2380", false,
                Duration.ofSeconds(1));
        List<String> flags = EtcdFlags.of(join, DATA, NEW);
        assertTrue(flags.contains("--initial-cluster-state=existing"));
        assertTrue(flags.contains("--initial-cluster=h1=http://127.0.0.1:2380,h2=http://h2:2380"));
        assertTrue(flags.contains("--election-timeout=1000"));
    }

    @Test
    public void readsBothWaysOfWritingAFlag() {
        assertEquals(Map.of("--data-dir", "/a", "--name", "h1", "--initial-cluster",
                "h1=http://h1:2380"),
                EtcdFlags.parse(List.of("/usr/bin/etcd", "--data-dir", "/a", "-name=h1",
                        "--initial-cluster=h1=http://h1:2380", "--pre-vote")));
    }

    @Test
    public void fitsWhateverTheStartListSays() {
        List<String> running = EtcdFlags.of(plan(), DATA, NEW);
        assertTrue(EtcdFlags.fits(plan(), running));
        assertTrue(EtcdFlags.fits(TestPlan.with(plan(), "other=http://h2:1", false,
                plan().election()), running));
        assertFalse(EtcdFlags.fits(TestPlan.with(plan(), plan().initialCluster(), true,
                Duration.ofSeconds(1)), running));
        assertFalse(EtcdFlags.fits(TestPlan.founder("h1", 2379, 2381), running));
        assertFalse(EtcdFlags.fits(TestPlan.founder("h2", 2379, 2380), running));
        assertFalse(EtcdFlags.fits(plan(), List.of("sleep", "600")));
    }

    @Test
    public void fitsUrlsInAnyOrder() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("-Dseed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            List<String> urls = new ArrayList<>();
            for (int n = random.nextInt(4) + 1; n > 0; n--) {
                urls.add("http://10.0.0." + n + ":" + (1 + random.nextInt(65_000)));
            }
            StartPlan one = with(urls);
            Collections.shuffle(urls, random);
            List<String> arguments = new ArrayList<>(EtcdFlags.of(with(urls), DATA, NEW));
            Collections.shuffle(arguments, random);
            assertTrue(EtcdFlags.fits(one, arguments));
            urls.add("http://10.0.0.9:1");
            assertFalse(EtcdFlags.fits(with(urls), arguments));
        }
    }

    private static StartPlan with(List<String> clientUrls) {
        StartPlan plan = plan();
        Urls urls = Urls.parse(clientUrls);
        return new StartPlan(plan.name(), urls, urls, plan.peerUrls(), plan.advertisedPeerUrls(),
                plan.initialCluster(),
                true, plan.token(), plan.heartbeat(), plan.election());
    }
}
