// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import io.mgmt.store.KeyValue;
import io.mgmt.store.Store;
import io.mgmt.store.StoreException;
import io.mgmt.store.Txn;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bundles in the store, in parts: a value is text, and etcd takes no request beyond 1.5 MiB (etcd documentation,
 * "--max-request-bytes").
 */
final class Parts {

    /**
     * Of the jar; a third more as text. Far below what etcd takes, because a call has one second, and each part is
     * written to the disk of more than half of the voters within it.
     */
    static final int PART_BYTES = 256 * 1024;

    /** A call that got lost is made again: to write the same part twice does no harm. */
    private static final int MOST_TRIES = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private Parts() {
    }

    /** What a bundle comes to. */
    sealed interface Content {
        /** All of it, as it was deployed. */
        record Whole(byte[] bytes) implements Content {
        }

        /** What is in the store is not what was deployed; the reason is a clause. */
        record Damaged(String reason) implements Content {
        }
    }

    static int count(int bytes) {
        return (bytes + PART_BYTES - 1) / PART_BYTES;
    }

    /** Writes all parts, while the guard holds; returns false as soon as it does not. */
    static boolean write(Store store, BundleJar jar, Txn.Condition guard) throws InterruptedException {
        for (int part = 0; part < count(jar.content().length); part++) {
            byte[] bytes = Arrays.copyOfRange(jar.content(), part * PART_BYTES,
                    Math.min(jar.content().length, (part + 1) * PART_BYTES));
            Txn txn = Txn.of(new Txn.Put(RolloutKeys.part(jar.name(), jar.sha256(), part),
                    Base64.getEncoder().encodeToString(bytes), 0)).when(guard);
            if (!Calls.repeat(MOST_TRIES, () -> store.commit(txn)).succeeded()) {
                return false;
            }
        }
        return true;
    }

    /** Reads and checks it. */
    static Content read(Store store, String name, Artifact artifact) throws InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) Math.min(artifact.bytes(),
                BundleJar.MOST_BYTES));
        for (int part = 0; part < artifact.parts(); part++) {
            String key = RolloutKeys.part(name, artifact.sha256(), part);
            Optional<KeyValue> found = Calls.repeat(MOST_TRIES, () -> store.get(key)).first();
            if (found.isEmpty()) {
                return new Content.Damaged("it is not whole in the store: " + key + " is missing");
            }
            try {
                bytes.writeBytes(Base64.getDecoder().decode(found.get().value()));
            } catch (IllegalArgumentException e) {
                return new Content.Damaged("it is damaged in the store: " + key + " is no base64");
            }
            if (bytes.size() > BundleJar.MOST_BYTES) {
                return new Content.Damaged("it is larger in the store than anything that is deployed");
            }
        }
        return Sha256.of(bytes.toByteArray()).equals(artifact.sha256()) ? new Content.Whole(bytes.toByteArray())
                : new Content.Damaged("it is damaged in the store: its SHA-256 is not the one that was deployed");
    }

    /**
     * Deletes all parts but those of the given bundles, while the guard holds: versions that nobody returns to, and
     * what somebody has left who died while deploying.
     *
     * @param needed what {@link RolloutKeys#parts} says of each bundle that is needed
     */
    static void prune(Store store, Set<String> needed, Txn.Condition guard) throws InterruptedException {
        List<Txn.Write> deletes = new ArrayList<>();
        for (String key : Calls.repeat(MOST_TRIES, () -> store.keys(RolloutKeys.PARTS))) {
            if (needed.stream().noneMatch(key::startsWith)) {
                deletes.add(new Txn.Delete(key));
            }
        }
        for (int from = 0; from < deletes.size(); from += Txn.MOST) {
            List<Txn.Write> some = deletes.subList(from, Math.min(deletes.size(), from + Txn.MOST));
            Calls.repeat(MOST_TRIES, () -> store.commit(new Txn(List.of(guard), some)));
        }
    }

    /** The same for what is current now; if it cannot be done, the next deploy does it. */
    static void pruneLater(Store store, Txn.Condition guard) throws InterruptedException {
        try {
            prune(store, Standing.read(store).needed(), guard);
        } catch (StoreException e) {
            LOG.debug("parts of bundles are left: reason=\"{}\"", e.getMessage());
        }
    }
}
