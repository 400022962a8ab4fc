// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.StopStep;
import java.util.concurrent.ExecutionException;

/**
 * The last part of an orderly end: a host that has withdrawn is replaced or removed first, if it can
 * be. The only voter always keeps its member and its data, whether it was asked to or not: they are
 * the cluster.
 */
final class LeaveStep implements StopStep {

    private final HostLoop loop;
    private final boolean runsServer;

    LeaveStep(HostLoop loop, boolean runsServer) {
        this.loop = loop;
        this.runsServer = runsServer;
    }

    @Override
    public String waitsFor() {
        return loop.waitsFor().orElse(runsServer ? "the end of the session and of etcd"
                : "the end of the session");
    }

    @Override
    public void stop(boolean keepMember) throws InterruptedException {
        try {
            loop.leave().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("leaving never fails", e);
        }
    }

    @Override
    public void cancel() {
        loop.hurry();
    }
}
