// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

/** A figure that could not be taken. */
final class MeasureException extends Exception {

    private static final long serialVersionUID = 1L;

    MeasureException(String message) {
        super(message);
    }
}
