// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import io.mgmt.etcd.Members;
import io.mgmt.store.Store;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Who uses a client of etcd: an agent, which may stop or die, or a person. */
interface Caller {

    /** Of its machine, for {@link Wires}. */
    int index();

    String label();

    /** Runs its code, now or when it goes on; not at all if it is dead. */
    void run(Runnable action);

    /** Does something that reaches the world, unless it dies at this moment. */
    <T> T effect(String what, Supplier<T> action);

    /** The same with a call that is made later if the agent is stopped at this moment. */
    default <T> CompletableFuture<T> send(String what, Supplier<CompletableFuture<T>> call) {
        return effect(what, call);
    }

    /** The services came, or went. */
    void services(Optional<Store> store, Optional<Members> members);
}
