// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import io.mgmt.etcd.RefusedException;
import io.mgmt.etcd.Members;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A cluster of etcd, real or not, whose members are changed; hosts count from 0, and 0 founds it. */
interface Subject extends AutoCloseable {

    int HOSTS = 4;

    /** Seconds since it was founded. */
    double seconds();

    /** Lets time pass up to then. */
    void until(double seconds);

    Members members();

    String peerUrl(int host);

    /** Starts the learner that was added for the host, and waits until it serves. */
    void join(int host);

    /** SIGKILL; waits until the others have noticed, and one of them leads. */
    void kill(int host);

    /** Waits until the process of a removed member has ended, and the others are led. */
    void awaitGone(int host);

    /** Waits until every member that runs has applied what any of them has by now. */
    void awaitInStep();

    /** Answers a call; waits for it. */
    <T> T await(CompletableFuture<T> call);

    @Override
    void close();

    /** What became of a call, in one word. */
    default String outcome(CompletableFuture<?> call) {
        try {
            await(call);
            return "done";
        } catch (CompletionException e) {
            return e.getCause() instanceof RefusedException refused ? refused.reason().toString()
                    : "no answer";
        }
    }
}
