// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The configuration as values.
 *
 * @param file the graph file as the person named it; empty: no graph
 * @param watches the file is read again when it changes
 * @param convergedAfter the agent ends after so long without anything to do; empty: it does not
 * @param endsAfter the agent ends after so long, whatever it does; empty: it does not
 * @param graphviz where each new graph is written; empty: nowhere
 */
record Settings(Optional<Path> file, boolean noop, boolean watches,
        Optional<Duration> convergedAfter, Optional<Duration> endsAfter, Optional<Path> graphviz) {

    /** @throws IllegalArgumentException for a number below those that mean "never" */
    static Settings of(EngineConfig config) {
        if (config.convergedTimeout() < -1) {
            throw new IllegalArgumentException("convergedTimeout is " + config.convergedTimeout()
                    + ". Use a number of seconds, or -1 for never.");
        }
        if (config.maxRuntime() < 0) {
            throw new IllegalArgumentException("maxRuntime is " + config.maxRuntime()
                    + ". Use a number of seconds, or 0 for no bound.");
        }
        return new Settings(path(config.file()), config.noop(), !config.noWatch(),
                config.convergedTimeout() < 0 ? Optional.empty()
                        : Optional.of(Duration.ofSeconds(config.convergedTimeout())),
                config.maxRuntime() == 0 ? Optional.empty()
                : Optional.of(Duration.ofSeconds(config.maxRuntime())), path(config.graphviz()));
    }

    private static Optional<Path> path(String text) {
        return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
    }
}
