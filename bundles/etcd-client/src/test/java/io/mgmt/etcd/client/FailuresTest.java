// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.grpc.Status;
import io.mgmt.store.StoreException;
import io.mgmt.store.StoreException.Effect;
import java.net.ConnectException;
import org.junit.Test;

public class FailuresTest {

    @Test
    public void aReadHasNoEffectWhateverHappened() {
        for (Status.Code code : Status.Code.values()) {
            assertEquals(Effect.NONE, Failures.effect(false, code.toStatus()));
        }
    }

    @Test
    public void aWriteThatEtcdRefusedDidNotHappen() {
        for (Status status : new Status[] {
                Status.NOT_FOUND.withDescription("etcdserver: requested lease not found"),
                Status.INVALID_ARGUMENT.withDescription("etcdserver: duplicate key given in txn request"),
                Status.RESOURCE_EXHAUSTED.withDescription("etcdserver: mvcc: database space exceeded"),
                Status.UNAVAILABLE.withDescription("etcdserver: rpc not supported for learner"),
                Status.UNKNOWN.withDescription(
                        "etcdserver: re-configuration failed due to not enough started members")}) {
            assertEquals(status.toString(), Effect.NONE, Failures.effect(true, status));
        }
    }

    @Test
    public void aWriteWithoutAClearAnswerMayHaveHappened() {
        for (Status status : new Status[] {
                Status.UNAVAILABLE.withDescription(
                        "etcdserver: request timed out, possibly due to previous leader failure"),
                Status.UNAVAILABLE.withDescription("etcdserver: leader changed"),
                Status.UNAVAILABLE.withDescription("Keepalive failed. The connection is likely gone"),
                Status.UNAVAILABLE, Status.DEADLINE_EXCEEDED, Status.CANCELLED, Status.INTERNAL, Status.UNKNOWN}) {
            assertEquals(status.toString(), Effect.UNKNOWN, Failures.effect(true, status));
        }
    }

    @Test
    public void onlyWhatMayPassIsAskedAgain() {
        assertTrue(Failures.mayPass(Status.UNAVAILABLE));
        assertTrue(Failures.mayPass(Status.DEADLINE_EXCEEDED));
        assertFalse(Failures.mayPass(Status.INVALID_ARGUMENT));
        assertFalse(Failures.mayPass(Status.OUT_OF_RANGE));
    }

    @Test
    public void theReasonIsTheCauseAndNotGrpcsWordForIt() {
        Status refused = Status.UNAVAILABLE.withDescription("io exception")
                .withCause(new ConnectException("Connection refused: /127.0.0.1:2379"));
        assertEquals("Connection refused: /127.0.0.1:2379", Failures.reason(refused));
        assertEquals("etcdserver: no leader",
                Failures.reason(Status.UNAVAILABLE.withDescription("etcdserver: no leader")));
        assertEquals("no answer in time", Failures.reason(Status.DEADLINE_EXCEEDED.withDescription("after 0.99 s …")));
        assertEquals("UNKNOWN", Failures.reason(Status.UNKNOWN));
    }

    @Test
    public void whatWasNotSentSaysSo() {
        StoreException failure = Failures.notSent("get /a", "no endpoint of etcd answers");
        assertEquals(Effect.NONE, failure.effect());
        assertEquals("get /a was not sent: no endpoint of etcd answers. Nothing was written.", failure.getMessage());
    }
}
