// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import java.util.Objects;
import java.util.Optional;

/**
 * What one policy answered.
 *
 * @param of whose it is
 * @param answer empty if it gave none that can be used
 * @param problem why not, in words; empty if it did
 */
record Opinion<A>(Installed.Label of, Optional<A> answer, String problem) {

    Opinion {
        Objects.requireNonNull(of, "of");
        Objects.requireNonNull(answer, "answer");
        if (answer.isPresent() != problem.isEmpty()) {
            throw new IllegalArgumentException("an opinion is an answer or a problem: " + problem);
        }
    }

    static <A> Opinion<A> of(Installed.Label policy, A answer) {
        return new Opinion<>(policy, Optional.of(answer), "");
    }

    static <A> Opinion<A> none(Installed.Label policy, String problem) {
        return new Opinion<>(policy, Optional.empty(), problem);
    }

    String name() {
        return of.name();
    }
}
