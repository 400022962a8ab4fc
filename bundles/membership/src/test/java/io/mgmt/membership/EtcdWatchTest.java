// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import static org.junit.Assert.assertEquals;

import io.mgmt.core.identity.Identity;
import io.mgmt.etcd.ServerStatus.State;
import io.mgmt.etcd.StartPlan;
import io.mgmt.testkit.FakeEtcdServer;
import java.util.Optional;
import org.junit.Test;

public final class EtcdWatchTest {

    private final World world = new World();

    /**
     * The simulator saw a host that began a start after a pause, decided again before the news of it came,
     * and reported a member lost that was about to start; for ever, because the pause before the next start
     * was as long.
     */
    @Test
    public void aStartIsKnownBeforeItsNewsComes() {
        Settings settings = new TestConfig().settings();
        StartPlan plan = new StartPlan("h1", settings.clientUrls(), settings.advertisedClientUrls(),
                settings.serverUrls(), settings.advertisedServerUrls(), "h1=http://127.0.0.1:2380", false, "t",
                settings.heartbeat(), settings.election());
        Prepared prepared = new Prepared(settings, new Identity.Join(false, "--seeds"),
                Optional.of(new FakeEtcdServer(world.place, world.clock)), Optional.of(plan),
                new Prepared.Versions("0", "0"));
        EtcdWatch watch = new EtcdWatch("h1", prepared, Optional.empty());
        assertEquals(State.STOPPED, watch.status().state());
        watch.start(plan);
        assertEquals(State.STARTING, watch.status().state());
    }
}
