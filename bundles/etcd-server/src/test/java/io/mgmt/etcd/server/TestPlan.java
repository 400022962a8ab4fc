// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import io.mgmt.agent.Urls;
import io.mgmt.etcd.StartPlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Plans on ports that are free, below those that the system gives to outgoing connections. */
final class TestPlan {

    private static final AtomicInteger NEXT = new AtomicInteger(20_000
            + new Random().nextInt(12_000));

    private TestPlan() {
    }

    /** A cluster of one, on the loopback. */
    static StartPlan founder(String name) throws IOException {
        return founder(name, freePort(), freePort());
    }

    static StartPlan founder(String name, int clientPort, int peerPort) {
        Urls client = Urls.parse("http://127.0.0.1:" + clientPort);
        Urls peer = Urls.parse("http://127.0.0.1:" + peerPort);
        return new StartPlan(name, client, client, peer, peer, name + "=" + peer, true, "token-"
                + clientPort,
                Duration.ofMillis(50), Duration.ofMillis(500));
    }

    /** The same, as a later start has it that is told other start lists and timing. */
    static StartPlan with(StartPlan plan, String initialCluster, boolean founding,
            Duration election) {
        return new StartPlan(plan.name(), plan.clientUrls(), plan.advertisedClientUrls(),
                plan.peerUrls(),
                plan.advertisedPeerUrls(), initialCluster, founding, plan.token(), plan.heartbeat(),
                election);
    }

    /** One that joins a cluster of one, at the URLs of a plan. */
    static StartPlan joiner(StartPlan urls, String name, StartPlan founder) {
        return new StartPlan(name, urls.clientUrls(), urls.advertisedClientUrls(), urls.peerUrls(),
                urls.advertisedPeerUrls(),
                founder.initialCluster() + "," + name + "=" + urls.peerUrls(), false, urls.token(),
                urls.heartbeat(), urls.election());
    }

    static int freePort() throws IOException {
        while (true) {
            int port = NEXT.updateAndGet(last -> last >= 31_999 ? 20_000 : last + 1);
            try (ServerSocket socket = new ServerSocket(port, 1,
                    InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                continue;
            }
        }
    }
}
