// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a program is run in a session of its own, under the process id that it was spawned with. A
 * plain child shares the terminal of the agent and dies of its Ctrl-C, before anything can be
 * handed over.
 */
final class NewSession {

    /** macOS has no setsid, but it has this. */
    private static final String PERL =
            "use POSIX; POSIX::setsid(); exec {$ARGV[0]} @ARGV; die qq(cannot run $ARGV[0]: $!)";

    private NewSession() {
    }

    /** What to put before a command; empty if this machine has no way to do it. */
    static List<String> prefix(List<Path> searchPath) {
        return find(searchPath, "setsid").map(setsid -> List.of(setsid.toString()))
                .or(() -> find(searchPath, "perl")
                .map(perl -> List.of(perl.toString(), "-e", PERL, "--")))
                .orElse(List.of());
    }

    private static Optional<Path> find(List<Path> searchPath, String program) {
        return searchPath.stream().map(directory -> directory.resolve(program))
                .filter(Files::isExecutable).findFirst();
    }
}
