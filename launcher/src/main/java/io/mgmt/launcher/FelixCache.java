// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import io.mgmt.agent.Agent;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The temporary directory into which Felix unpacks nested jars (11 MB): new for each process, and
 * gone with it. What a process that was killed has left is removed by the next one.
 */
record FelixCache(Path directory) implements AutoCloseable {

    private static final String PREFIX = "mgmt-felix-";

    /** Makes a directory for this process. */
    static FelixCache create() throws IOException, UserException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            removeLeftovers(temporary);
            return new FelixCache(
                    Files.createTempDirectory(temporary, PREFIX + ProcessHandle.current().pid() + "-"));
        } catch (FileSystemException e) {
            throw new UserException(Agent.WRONG_INPUT, "The temporary directory " + temporary + " cannot be used: "
                    + (e instanceof AccessDeniedException ? "this user may not write there"
                            : e instanceof NoSuchFileException ? "there is no such directory"
                            : e.getMessage())
                    + ".\n  Mend it, or name another one: MGMT_JAVA_OPTS=-Djava.io.tmpdir=DIR.");
        }
    }

    /** Removes the directories of processes that are no more; those of other users stay. */
    static void removeLeftovers(Path temporary) throws IOException {
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(temporary, PREFIX + "*-*")) {
            for (Path directory : directories) {
                if (Files.isWritable(directory) && ProcessHandle.of(owner(directory)).isEmpty()) {
                    Trees.delete(directory);
                }
            }
        }
    }

    /** The process id in the name; that of this process, which lives, if there is none. */
    private static long owner(Path directory) {
        String name = directory.getFileName().toString().substring(PREFIX.length());
        try {
            return Long.parseLong(name.substring(0, name.indexOf('-')));
        } catch (NumberFormatException e) {
            return ProcessHandle.current().pid();
        }
    }

    @Override
    public void close() throws IOException {
        Trees.delete(directory);
    }
}
