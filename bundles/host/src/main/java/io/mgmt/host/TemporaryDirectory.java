// SPDX-License-Identifier: Apache-2.0
package io.mgmt.host;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** A prefix for {@code --tmp-prefix}: made fresh, and removed once nobody works in it. */
final class TemporaryDirectory {

    private TemporaryDirectory() {
    }

    static Path make() {
        try {
            return Files.createTempDirectory("mgmt-").toAbsolutePath();
        } catch (IOException e) {
            throw new WrongInputException("Cannot make a temporary directory in "
                    + System.getProperty("java.io.tmpdir") + ": " + e.getMessage()
                    + ".\n  Free some space there, or pass --prefix in place of --tmp-prefix.", e);
        }
    }

    /**
     * A process, other than this one, that names the directory on its command line: its etcd, which
     * outlives the agent. Empty also if the system does not show command lines.
     */
    static Optional<ProcessHandle> user(Path directory) {
        String text = directory.toString();
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> names(process, text))
                .findFirst();
    }

    private static boolean names(ProcessHandle process, String text) {
        for (String argument : process.info().arguments().orElse(new String[0])) {
            if (argument.contains(text)) {
                return true;
            }
        }
        return false;
    }

    /** Removes the directory and everything in it; links are removed, not followed. */
    static void remove(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                    throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path path, IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.delete(path);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
