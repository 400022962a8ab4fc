// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

/**
 * Something that must never happen has happened.
 *
 * @param invariant such as {@code S4}, as docs/PROTOCOL.md names it
 */
record Violation(String invariant, String words, double seconds) {
    @Override
    public String toString() {
        return invariant + " at " + seconds + " s: " + words;
    }
}
