// SPDX-License-Identifier: Apache-2.0
package io.mgmt.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The key-value store of the cluster, registered as a service only while it can be used.
 *
 * <p>Keys and values are text (UTF-8). Every call has a deadline (a setting of the provider, 1 s by
 * default); a future fails with a {@link StoreException}, which knows whether a write may have
 * happened. Reads are linearizable.
 */
@ProviderType
public interface Store {

    /** The cluster that answers: hex as etcdctl prints it. */
    String clusterId();

    /** One key. */
    CompletableFuture<Snapshot> get(String key);

    /** All keys that begin with the prefix, sorted, at one revision. */
    CompletableFuture<Snapshot> list(String prefix);

    /**
     * All keys that begin with any of the prefixes, in the order of the prefixes, at one revision.
     *
     * @param prefixes 1 to {@link Txn#MOST}; none begins with another
     */
    CompletableFuture<Snapshot> list(List<String> prefixes);

    /** The same without the values, which may be many times as big: the keys that begin with the prefix, sorted. */
    CompletableFuture<List<String>> keys(String prefix);

    /** All or nothing, at one revision. */
    CompletableFuture<Commit> commit(Txn txn);

    /**
     * Grants a lease and keeps it alive until it is closed or lost.
     *
     * @param ttl at least 2 s, rounded up to seconds: etcd grants no shorter one
     */
    CompletableFuture<Lease> grant(Duration ttl);

    /** Ends a lease and deletes its keys; one that does not exist is no error. */
    CompletableFuture<Void> revoke(long leaseId);

    /**
     * Watches all keys that begin with the prefix. It resumes by itself, without a gap, when the
     * connection was lost.
     *
     * @param fromRevision the first revision to be reported; usually {@code snapshot.revision() + 1}
     */
    Subscription watch(String prefix, long fromRevision, WatchListener listener);

    /** Something that is being listened to, until it is closed. */
    @ProviderType
    interface Subscription extends AutoCloseable {
        /** Stops; no call of the listener begins afterwards. */
        @Override
        void close();
    }
}
