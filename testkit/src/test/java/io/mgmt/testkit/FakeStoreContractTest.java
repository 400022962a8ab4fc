// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import io.mgmt.store.Store;
import java.time.Duration;

/** The fake keeps the contract that real etcd keeps, so that tests on it mean something. */
public class FakeStoreContractTest extends StoreContract {

    private final FakeStore store = new FakeStore();

    @Override
    protected Store store() {
        return store;
    }

    @Override
    protected void compact(long revision) {
        store.compact(revision);
    }

    @Override
    protected void pass(Duration time) {
        store.advance(time);
    }
}
