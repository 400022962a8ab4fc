// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.util.Arrays;
import java.util.List;

/** Repeated readings of one figure, sorted; at least one. */
record Samples(List<Double> values) {

    Samples {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no reading");
        }
        values = values.stream().sorted().toList();
    }

    static Samples of(double... values) {
        return new Samples(Arrays.stream(values).boxed().toList());
    }

    /** The middle one, or the mean of the two in the middle. */
    double median() {
        int middle = values.size() / 2;
        return values.size() % 2 == 1 ? values.get(middle)
                : (values.get(middle - 1) + values.get(middle)) / 2;
    }

    /** The least one that nine of ten do not exceed. */
    double p90() {
        return values.get((values.size() * 9 + 9) / 10 - 1);
    }

    double least() {
        return values.get(0);
    }

    double most() {
        return values.get(values.size() - 1);
    }
}
