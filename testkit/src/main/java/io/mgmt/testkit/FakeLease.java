// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import io.mgmt.store.Lease;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A lease of a {@link FakeStore}; what changes is guarded by the store's lock. */
final class FakeLease implements Lease {

    private final FakeStore store;
    private final long id;
    private final Duration ttl;
    private final CompletableFuture<String> lost = new CompletableFuture<>();
    private final CompletableFuture<String> lostForOthers = lost.copy();
    private long confirmed;
    private boolean kept = true;

    FakeLease(FakeStore store, long id, Duration ttl, long confirmed) {
        this.store = store;
        this.id = id;
        this.ttl = ttl;
        this.confirmed = confirmed;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public long confirmedMillisAgo() {
        return TimeUnit.NANOSECONDS.toMillis(store.nanosSinceConfirmed(this));
    }

    @Override
    public CompletableFuture<String> lost() {
        return lostForOthers;
    }

    @Override
    public CompletableFuture<Void> revoke() {
        close();
        return store.revoke(id);
    }

    @Override
    public void close() {
        store.letGo(this);
    }

    Duration ttl() {
        return ttl;
    }

    long confirmed() {
        return confirmed;
    }

    void confirm(long now) {
        if (kept) {
            confirmed = now;
        }
    }

    void letGo() {
        kept = false;
    }

    boolean isOver(long now, boolean connected) {
        return !(kept && connected) && now - confirmed >= ttl.toNanos();
    }

    /** True if its owner still counts on it; one that let it go has no use for the news. */
    boolean isKept() {
        return kept;
    }

    void tellLost(String reason) {
        lost.complete(reason);
    }
}
