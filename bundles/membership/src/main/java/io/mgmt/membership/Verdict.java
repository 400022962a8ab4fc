// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the policies of one kind come to.
 *
 * @param decides the opinion that counts; empty if there is no policy, or none that answers
 * @param passedOver better ranked ones that gave no answer, the best first
 */
record Verdict<A>(Optional<Opinion<A>> decides, List<Opinion<A>> passedOver) {

    Verdict {
        Objects.requireNonNull(decides, "decides");
        passedOver = List.copyOf(passedOver);
    }

    Optional<A> answer() {
        return decides.flatMap(Opinion::answer);
    }

    /** Who decides; empty if nobody does. */
    String by() {
        return decides.map(Opinion::name).orElse("");
    }

    /** Why there is no answer, in words. */
    String absence(String kind) {
        return passedOver.isEmpty() ? "no " + kind + " policy is installed"
                : "no " + kind + " policy gives an answer: " + passedOver.stream()
                        .map(one -> one.name() + ": " + one.problem()).collect(Collectors.joining("; "));
    }
}
