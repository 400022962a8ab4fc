// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.container;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The processes that a test has caused: their command line names its folder, which nobody else knows. */
final class Processes {

    private Processes() {
    }

    static List<ProcessHandle> of(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> process.info().arguments().stream().flatMap(Arrays::stream)
                        .anyMatch(argument -> argument.contains(folder.toString())))
                .toList();
    }

    /** Ends them by force, and returns when they are gone. */
    static void end(Path folder) {
        List<ProcessHandle> processes = of(folder);
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.stream().map(ProcessHandle::onExit).forEach(CompletableFuture::join);
    }
}
