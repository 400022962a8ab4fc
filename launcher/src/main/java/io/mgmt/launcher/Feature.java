// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A list of bundles that run together, in the order in which they are started: one symbolic name a
 * line, {@code #} begins a comment.
 */
record Feature(String name, List<Path> bundles) {

    Feature {
        bundles = List.copyOf(bundles);
    }

    /** Reads {@code features/NAME.feature} of a distribution; its jars stand in {@code bundles/}. */
    static Feature read(Path home, String name) throws IOException {
        Path file = home.resolve("features").resolve(name + ".feature");
        return new Feature(name, Files.readAllLines(file).stream()
                .map(line -> line.contains("#") ? line.substring(0, line.indexOf('#')) : line)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> home.resolve("bundles").resolve(line + ".jar"))
                .toList());
    }
}
