// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * How commands ask: looks, and finds out what can be found out where no look is possible.
 *
 * @param epochMillis the wall clock
 * @param endpoints client URLs that this host knows, however little it has seen
 */
record Inquiry(Lookout lookout, Silence silence, LongSupplier epochMillis, Supplier<List<String>> endpoints) {

    /** Of what was seen before only who answers is new. */
    Seen look() throws InterruptedException {
        Seen seen = lookout.look();
        if (seen instanceof Seen.Before before) {
            // There may be members by now that it has not seen; their endpoints it may know.
            return new Seen.Before(silence.now(before.outlook(), epochMillis.getAsLong()),
                    before.problem() + silentEndpoints());
        }
        return seen;
    }

    private String silentEndpoints() throws InterruptedException {
        String silent = silence.ask(endpoints.get()).entrySet().stream().filter(entry -> !entry.getValue())
                .map(Map.Entry::getKey).collect(Collectors.joining(", "));
        return silent.isEmpty() ? "" : " (silent: " + silent + ")";
    }

    /** Why there is no fresh look, for a person; empty if there is one. */
    static Optional<String> silence(Seen seen) {
        return seen instanceof Seen.Before before ? Optional.of(before.problem())
                : seen instanceof Seen.Never never ? Optional.of(never.problem()) : Optional.empty();
    }

    /** What there is to be seen; empty if there was never anything. */
    static Optional<Outlook> outlook(Seen seen) {
        return seen instanceof Seen.Now now ? Optional.of(now.outlook())
                : seen instanceof Seen.Before before ? Optional.of(before.outlook()) : Optional.empty();
    }

    /** What a person is told who wanted more than could be seen: sentences, one on a line. */
    String refusal(Seen seen) throws InterruptedException {
        if (seen instanceof Seen.Before before) {
            return ClusterText.problems(before.outlook(), Optional.of(before.problem())).stripTrailing();
        }
        String reason = silence(seen).orElse("it has just gone");
        Map<String, Boolean> answers = silence.ask(endpoints.get());
        return "! The store does not answer: " + reason + "." + (answers.isEmpty() ? " No endpoint is known."
                : " Of what is known of the cluster, " + answers.entrySet().stream().map(entry -> entry.getKey()
                        + (entry.getValue() ? " answers" : " does not answer")).collect(Collectors.joining(", "))
                + ". Start mgmt run where it is missing, or wait until there is a quorum.");
    }
}
