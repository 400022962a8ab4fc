// SPDX-License-Identifier: Apache-2.0
package io.mgmt.graph;

/**
 * Where something stands in a file.
 *
 * @param source the file as the person named it; empty if it came from no file
 * @param line from 1; 0 if unknown
 * @param column from 1; 0 if unknown
 */
public record Position(String source, int line, int column) {

    /** From no file: collected from the store, or made by a program. */
    public static final Position NONE = new Position("", 0, 0);

    /** {@code file:line:column}, as compilers print it. */
    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line + ":" + column;
    }
}
