// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.StopStep;
import java.util.concurrent.ExecutionException;

/** The first part of an orderly end: others learn at once that this host is about to go. */
final class WithdrawStep implements StopStep {

    private final HostLoop loop;
    private final boolean keepsMember;

    WithdrawStep(HostLoop loop, boolean keepsMember) {
        this.loop = loop;
        this.keepsMember = keepsMember;
    }

    @Override
    public String waitsFor() {
        return "the cluster to hear that this host leaves";
    }

    @Override
    public void stop(boolean keepMember) throws InterruptedException {
        if (!keepMember && !keepsMember) {
            try {
                loop.withdraw().get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("withdrawing never fails", e);
            }
        }
    }
}
