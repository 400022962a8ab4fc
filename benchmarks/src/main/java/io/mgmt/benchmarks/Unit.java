// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.util.Locale;

/** In what a figure is kept, and how it is printed. */
enum Unit {
    /** Milliseconds. */
    MILLIS("ms"),
    /** Megabytes of 1,000,000 bytes. */
    MEGABYTES("MB"),
    /** Percent of one core. */
    PERCENT("%");

    private final String symbol;

    Unit(String symbol) {
        this.symbol = symbol;
    }

    /** {@code median (least–most) unit}; a single reading without brackets. */
    String format(Samples samples) {
        String range = samples.values().size() == 1 ? ""
                : " (" + number(samples.least()) + "–" + number(samples.most()) + ")";
        return number(samples.median()) + range + " " + symbol;
    }

    /** Three digits that count. */
    private static String number(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 99.95 ? "%.0f" : size >= 9.995 ? "%.1f"
                : "%.2f", value);
    }

    String format(double value) {
        return number(value) + " " + symbol;
    }
}
