// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import static io.mgmt.etcd.server.Scene.awaitState;
import static org.junit.Assert.assertEquals;

import io.mgmt.etcd.ServerStatus.State;
import io.mgmt.etcd.StartPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A newer etcd that comes to the machine must not take over the data of an older one in place. */
public class VersionOfDataIT {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private void cache(String version) throws Exception {
        Path there = EtcdBinaries.of("", "").version(version, System.out::println).path();
        Path directory = folder.getRoot().toPath().resolve("cache")
                .resolve(version + "-" + Platform.here());
        Files.createSymbolicLink(Files.createDirectories(directory).resolve("etcd"), there);
    }

    /** In place, 3.7.2 on this data ends in a panic: "unmarshal should never fail". */
    @Test
    public void staysWithTheVersionThatWroteTheData() throws Exception {
        cache("3.4.23");
        StartPlan plan = TestPlan.founder("h1");
        TestHost host = new TestHost("h1", folder.newFolder("state").toPath());
        try (RealTimers timers = new RealTimers()) {
            SupervisedEtcd etcd = new SupervisedEtcd(host, timers, new EtcdBinaries("",
                    Optional.empty(), List.of(), folder.getRoot().toPath().resolve("cache"),
                    Platform.here()));
            try {
                etcd.start(plan);
                awaitState(etcd, State.SERVING);
                Gateway.of(plan).put("key", "value");
                etcd.stop().get(15, TimeUnit.SECONDS);
                cache("3.7.2");
                etcd.start(plan);
                awaitState(etcd, State.SERVING);
                assertEquals("3.4.23", etcd.status().version());
                assertEquals("value", Gateway.of(plan).get("key"));
                etcd.stop().get(15, TimeUnit.SECONDS);

                etcd.archive();
                etcd.start(plan);
                awaitState(etcd, State.SERVING);
                assertEquals("3.7.2", etcd.status().version());
            } finally {
                etcd.stop().get(15, TimeUnit.SECONDS);
                etcd.close();
            }
        }
    }
}
