// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;

import io.mgmt.etcd.ServerStatus.State;
import java.util.Optional;
import org.junit.Test;

public final class EtcdWatchTest {

    /**
     * The news of a start may come after the next look at the duty. It saw a member that had been started, no
     * data and no process, and reported the data lost: the member was dropped and added without end.
     */
    @Test
    public void aStartIsSeenBeforeItsNewsComes() {
        Life life = new World().life();
        Prepared prepared = new Preparation(new TestConfig().settings(), life, life, new NewClusterWish(),
                new Prepared.Versions("0.1.0", "17")).prepare(Optional.of(life));
        EtcdWatch etcd = new EtcdWatch("h1", prepared, Optional.empty());
        assertEquals(State.STOPPED, etcd.status().state());
        etcd.start(prepared.plan().orElseThrow());
        assertNotEquals(State.STOPPED, etcd.status().state());
    }
}
