// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import io.mgmt.store.KeyValue;
import io.mgmt.store.Txn;
import java.util.Optional;

/**
 * The session of a host, as the key says that membership writes: what is put on its lease goes with the host.
 *
 * @param createRevision of that key: another session is another creation
 */
record Session(String key, long createRevision, long lease) {

    /** @param host null: there is none; one of another host id is not ours, either */
    static Optional<Session> of(KeyValue host, String hostId) {
        return host == null || host.leaseId() == 0 || !KeyReader.hostId(host).equals(hostId) ? Optional.empty()
                : Optional.of(new Session(host.key(), host.createRevision(), host.leaseId()));
    }

    Txn.Condition lives() {
        return new Txn.CreatedAt(key, createRevision);
    }

    /**
     * What makes the key say this.
     *
     * @param text empty: the key is to be gone
     * @return empty if it does so already
     */
    Optional<Txn> write(String at, String text, Optional<KeyValue> present) {
        if (text.isEmpty()) {
            return present.map(there -> Txn.of(new Txn.Delete(at)).when(lives()));
        }
        return present.filter(there -> there.value().equals(text) && there.leaseId() == lease).isPresent()
                ? Optional.empty() : Optional.of(Txn.of(new Txn.Put(at, text, lease)).when(lives()));
    }
}
