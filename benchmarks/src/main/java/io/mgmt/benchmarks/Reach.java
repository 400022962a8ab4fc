// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.util.Optional;

/**
 * A figure with what it is compared to.
 *
 * @param original as it was measured once, on another day: 1.1.0-140 in Go, Debian 12, two busy
 *     cores
 * @param most what ours may be; absent: shown only
 */
record Reach(String figure, Unit unit, String original, Optional<Double> most) {

    static final Reach START = of("warm start to the first resource", Unit.MILLIS,
            "811 (264–1166) ms", 700);
    static final Reach THOUSAND_FIRST = of("1,000 files, first", Unit.MILLIS,
            "15347 (11463–19935) ms", 1_200);
    static final Reach THOUSAND_AGAIN = of("1,000 files, again", Unit.MILLIS,
            "2119 (1741–3580) ms", 900);
    static final Reach TEN_THOUSAND_FIRST =
            of("10,000 files, first", Unit.MILLIS, "refused", 2_500);
    static final Reach TEN_THOUSAND_AGAIN =
            of("10,000 files, again", Unit.MILLIS, "refused", 1_400);
    static final Reach OVERWRITTEN = of("repair of an overwritten file", Unit.MILLIS,
            "5.0 (1.3–50.8) ms", 5.0);
    static final Reach REPLACED = of("repair of a replaced file", Unit.MILLIS,
            "1.5 (0.7–12.3) ms", 1.5);
    static final Reach DELETED = of("repair of a deleted file", Unit.MILLIS,
            "1.2 (0.5–6.2) ms", 1.2);
    static final Reach MEMORY_ONE = of("memory with 1 file", Unit.MEGABYTES, "73 MB", 190);
    static final Reach MEMORY_THOUSAND =
            of("memory with 1,000 files", Unit.MEGABYTES, "291 MB", 220);
    static final Reach IDLE_ONE = of("idle processor with 1 file", Unit.PERCENT, "0.5 %", 0.5);
    static final Reach IDLE_THOUSAND =
            of("idle processor with 1,000 files", Unit.PERCENT, "0.5 %", 0.5);
    static final Reach ENDING = of("ending with 1,000 files", Unit.MILLIS, "6–13 s", 1_000);
    static final Reach ENDING_ALL =
            new Reach("… until etcd is gone too", Unit.MILLIS, "", Optional.empty());

    private static Reach of(String figure, Unit unit, String original, double most) {
        return new Reach(figure, unit, original, Optional.of(most));
    }

    /** The same among 1,000 files, for which there is no bound. */
    Reach amongThousand() {
        return new Reach(figure + " among 1,000", unit, "", Optional.empty());
    }

    Row row(Optional<Samples> peer, Samples ours, String note) {
        return new Row(figure, unit, original, peer, Optional.of(ours), most, note);
    }

    Row failed(Optional<Samples> peer, String why) {
        return new Row(figure, unit, original, peer, Optional.empty(), most, why);
    }
}
