// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import static io.mgmt.testkit.Eventually.eventually;

import io.mgmt.etcd.RefusedException;
import io.mgmt.etcd.RefusedException.Reason;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Makes a membership call again for as long as etcd refuses it for a reason that passes. */
final class Patience {

    /** Etcd wants its voters to have been connected for 5 s, and a joiner may take 18 s. */
    private static final Duration UNTIL_IT_PASSES = Duration.ofSeconds(40);

    private Patience() {
    }

    static <T> T during(Set<Reason> passing, Supplier<CompletableFuture<T>> call) {
        AtomicReference<T> answer = new AtomicReference<>();
        eventually(UNTIL_IT_PASSES, "a call that is refused with none but " + passing, () -> {
            try {
                answer.set(call.get().join());
                return true;
            } catch (CompletionException failed) {
                if (failed.getCause() instanceof RefusedException refused && passing.contains(refused.reason())) {
                    return false;
                }
                throw failed;
            }
        });
        return answer.get();
    }
}
