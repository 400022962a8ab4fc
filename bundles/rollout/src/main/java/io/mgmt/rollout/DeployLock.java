// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import io.mgmt.store.Commit;
import io.mgmt.store.KeyValue;
import io.mgmt.store.Lease;
import io.mgmt.store.Store;
import io.mgmt.store.StoreException;
import io.mgmt.store.Txn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * That one deploys at a time: a key on a lease that lives as long as the command. So it is free again when that host
 * dies, and also when what is to give it back gets lost.
 *
 * @param revision at which the key was created; no two are the same
 */
record DeployLock(Lease lease, long revision) implements AutoCloseable {

    /** Longer than an election, which must not end a deploy. */
    private static final Duration TTL = Duration.ofSeconds(10);

    /** Who deploys. */
    record Owner(String host, long timeMillis) {
    }

    /**
     * Takes it.
     *
     * @param what is to be done, for people
     * @throws WrongInputException naming who has it
     */
    static DeployLock take(Store store, Owner owner, String what) throws InterruptedException {
        Lease lease = Calls.await(store.grant(TTL));
        boolean isTaken = false;
        try {
            DeployLock lock = take(store, lease, owner, what);
            isTaken = true;
            return lock;
        } finally {
            if (!isTaken) {
                giveBack(lease);
            }
        }
    }

    private static DeployLock take(Store store, Lease lease, Owner owner, String what) throws InterruptedException {
        String value = Json.text(Json.object("host", owner.host(), "what", what, "timeMillis", owner.timeMillis(),
                "id", UUID.randomUUID().toString()));
        try {
            Commit commit = Calls.await(store.commit(new Txn(List.of(new Txn.Absent(RolloutKeys.LOCK)),
                    List.of(new Txn.Put(RolloutKeys.LOCK, value, lease.id())))));
            if (commit.succeeded()) {
                return new DeployLock(lease, commit.revision());
            }
        } catch (StoreException e) {
            if (e.effect() == StoreException.Effect.NONE) {
                throw e;
            }
            // Whether it was written shows below.
        }
        Optional<KeyValue> holder = Calls.await(store.get(RolloutKeys.LOCK)).first();
        if (holder.filter(key -> key.value().equals(value)).isPresent()) {
            return new DeployLock(lease, holder.get().createRevision());
        }
        if (holder.isPresent()) {
            throw new WrongInputException(taken(holder.get().value(), owner.timeMillis()));
        }
        throw new StoreException(StoreException.Effect.NONE, "another command has ended just now", null);
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

    /** Gives it back and does not wait: where the store is gone, the lease ends by itself. */
    @Override
    public void close() {
        giveBack(lease);
    }

    private static void giveBack(Lease lease) {
        lease.revoke().exceptionally(e -> null);
        lease.close();
    }
}
