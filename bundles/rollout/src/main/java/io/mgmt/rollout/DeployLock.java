// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import io.mgmt.store.Commit;
import io.mgmt.store.KeyValue;
import io.mgmt.store.Store;
import io.mgmt.store.StoreException;
import io.mgmt.store.Txn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * That one deploys at a time: a key on the lease of the host's session, so that it is free again when that host dies.
 *
 * @param revision at which the key was created; no two are the same
 */
record DeployLock(Store store, long revision) implements AutoCloseable {

    /** Who deploys, and what. */
    record Owner(String host, String hostId, long timeMillis) {
    }

    /**
     * Takes it.
     *
     * @param what is to be done, for people
     * @throws WrongInputException naming who has it
     */
    static DeployLock take(Store store, Owner owner, String what) throws InterruptedException {
        String host = RolloutKeys.host(owner.host());
        Session session = Session.of(Calls.await(store.get(host)).first().orElse(null), owner.hostId())
                .orElseThrow(() -> new StoreException(StoreException.Effect.NONE,
                        owner.host() + " has no session in the cluster yet", null));
        String value = Json.text(Json.object("host", owner.host(), "what", what, "timeMillis", owner.timeMillis(),
                "id", UUID.randomUUID().toString()));
        Txn txn = new Txn(List.of(new Txn.Absent(RolloutKeys.LOCK), session.lives()),
                List.of(new Txn.Put(RolloutKeys.LOCK, value, session.lease())));
        try {
            Commit commit = Calls.await(store.commit(txn));
            if (commit.succeeded()) {
                return new DeployLock(store, commit.revision());
            }
        } catch (StoreException e) {
            if (e.effect() == StoreException.Effect.NONE) {
                throw e;
            }
            // Whether it was written shows below.
        }
        Optional<KeyValue> holder = Calls.await(store.get(RolloutKeys.LOCK)).first();
        if (holder.filter(key -> key.value().equals(value)).isPresent()) {
            return new DeployLock(store, holder.get().createRevision());
        }
        throw holder.map(key -> new WrongInputException(taken(key.value(), owner.timeMillis())))
                .<RuntimeException>map(e -> e).orElse(new StoreException(StoreException.Effect.NONE,
                        "the session of " + owner.host() + " has just ended", null));
    }

    private static String taken(String value, long nowMillis) {
        Map<String, Object> fields = Json.fields(value);
        Duration since = Duration.ofMillis(Math.max(0, nowMillis - Json.number(fields.get("timeMillis"))));
        return Json.string(fields.get("host")) + " is at work since " + since.toSeconds() + " s: "
                + Json.string(fields.get("what")) + ". One at a time; wait for its end. Nothing was changed.";
    }

    /** What everything that is written under it depends on. */
    Txn.Condition held() {
        return new Txn.CreatedAt(RolloutKeys.LOCK, revision);
    }

    /** Gives it back and does not wait: where the store is gone, the lease ends it. */
    @Override
    public void close() {
        store.commit(Txn.of(new Txn.Delete(RolloutKeys.LOCK)).when(held())).exceptionally(e -> null);
    }
}
