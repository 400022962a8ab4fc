// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import io.mgmt.etcd.ServerStatus;
import java.nio.file.Path;

/**
 * A small agent in a process of its own: starts etcd, says its process id, and waits to be killed.
 */
public final class AgentMain {

    private AgentMain() {
    }

    /** Arguments: state directory, path of etcd, client port, peer port. */
    public static void main(String[] arguments) throws Exception {
        RealTimers timers = new RealTimers();
        SupervisedEtcd etcd = new SupervisedEtcd(new TestHost("h1", Path.of(arguments[0])), timers,
                EtcdBinaries.of(arguments[1], ""));
        etcd.onChange(() -> {
            ServerStatus status = etcd.status();
            if (status.state() == ServerStatus.State.SERVING) {
                System.out.println("serving " + status.pid().getAsLong());
            }
        });
        etcd.start(TestPlan.founder("h1", Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3])));
        Thread.currentThread().join();
    }
}
