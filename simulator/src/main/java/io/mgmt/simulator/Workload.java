// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import io.mgmt.store.Store;
import io.mgmt.store.Txn;
import java.util.Optional;

/** A client of the cluster, which writes and reads all the time and believes what it is told. */
final class Workload {

    private static final String ROOT = "/client/";
    private static final long PAUSE = 250_000_000L;

    private final World world;
    private final Person person;
    private long next = 1;
    private long confirmed;

    Workload(World world, Person person) {
        this.world = world;
        this.person = person;
    }

    void begin() {
        world.scheduler.after(PAUSE, this::turn);
    }

    /** The last value that was confirmed to it. */
    long confirmed() {
        return confirmed;
    }

    private void turn() {
        world.scheduler.after(PAUSE, this::turn);
        Optional<Store> store = person.store();
        if (store.isEmpty()) {
            return;
        }
        long value = next++;
        if (value % 4 == 0 && confirmed > 0) {
            String key = ROOT + confirmed;
            store.get().get(key).thenAccept(found -> {
                if (found.entries().isEmpty()) {
                    world.checks.forgotten(key);
                }
            });
        } else {
            // Each its own key: a write that was given up may still happen later.
            store.get().commit(Txn.of(new Txn.Put(ROOT + value, "", 0)))
                    .thenAccept(done -> confirmed = Math.max(confirmed, value));
        }
    }
}
