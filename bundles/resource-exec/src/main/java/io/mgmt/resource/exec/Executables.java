// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import io.mgmt.resource.ResourceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Finds executables as execvp(3) does, in order to say before the start what would go wrong. */
final class Executables {

    /**
     * What POSIX systems search if there is no PATH; the sbin folders, since an agent may be
     * started without.
     */
    private static final String DEFAULT_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private Executables() {
    }

    /** On the PATH of the agent. */
    static Optional<Path> ofAgent(String name) {
        return onPath(name, System.getenv().getOrDefault("PATH", DEFAULT_PATH), Path.of("/"));
    }

    /**
     * @param environment that the command will have
     * @throws ResourceException if the executable or the working directory is missing or unusable
     */
    static void check(Command command, Surroundings surroundings, Map<String, String> environment)
            throws ResourceException {
        Path directory = surroundings.workingDirectory();
        if (!Files.isDirectory(directory)) {
            throw new ResourceException("cannot start \"" + command + "\": its cwd " + directory
                    + (Files.exists(directory) ? " is no directory" : " does not exist")
                    + ".\n  Make it, for example by a file resource before this one.");
        }
        String executable = command.words().get(0);
        if (executable.indexOf('/') < 0) {
            checkName(executable, command, directory,
                    environment.getOrDefault("PATH", DEFAULT_PATH));
        } else {
            checkPath(directory.resolve(executable), command);
        }
    }

    private static void checkName(String name, Command command, Path directory, String path)
            throws ResourceException {
        if (onPath(name, path, directory).isEmpty()) {
            throw new ResourceException("cannot start \"" + command + "\": there is no executable "
                    + name
                    + " on PATH (" + path + ").\n  Install it, or write its absolute path"
                    + (command.inShell() ? " as the shell."
                    : "; what only a shell knows needs shell: /bin/sh."));
        }
    }

    private static void checkPath(Path executable, Command command) throws ResourceException {
        if (!Files.exists(executable)) {
            throw new ResourceException("cannot start \"" + command + "\": " + executable
                    + " does not exist.\n  Make or install it, or correct "
                    + (command.inShell() ? "shell" : command.field()) + ".");
        }
        if (!isExecutable(executable)) {
            throw new ResourceException("cannot start \"" + command + "\": " + executable
                    + (Files.isDirectory(executable) ? " is a directory" : " may not be executed")
                    + ".\n  Name an executable, or make it one: chmod +x " + executable + ".");
        }
    }

    private static Optional<Path> onPath(String name, String path, Path directory) {
        for (String folder : path.split(":", -1)) {
            Path candidate = directory.resolve(folder).resolve(name);
            if (isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static boolean isExecutable(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }
}
