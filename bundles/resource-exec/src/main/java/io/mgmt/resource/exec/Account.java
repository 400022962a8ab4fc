// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import io.mgmt.resource.ResourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A user of this host, as passwd(5) has it.
 *
 * @param id the user id
 * @param group the id of the primary group
 */
record Account(String name, long id, long group, String home) {

    private static final Path PASSWD = Path.of("/etc/passwd");

    /** A directory service that does not answer must not hold the resource for ever. */
    private static final long LOOKUP_SECONDS = 10;

    /**
     * By name or by number; asks getent(1), which knows directory services, if the file does not
     * have it.
     */
    static Optional<Account> find(String nameOrId) throws ResourceException {
        try {
            for (String line : Files.readAllLines(PASSWD, StandardCharsets.ISO_8859_1)) {
                Optional<Account> account = parse(line);
                if (account.isPresent() && account.get().isCalled(nameOrId)) {
                    return account;
                }
            }
        } catch (IOException e) {
            throw new ResourceException("cannot look up user \"" + nameOrId + "\": " + e
                    + ".\n  Make " + PASSWD + " readable.", e);
        }
        Optional<Path> getent = Executables.ofAgent("getent");
        return getent.isPresent() ? ask(getent.get(), nameOrId) : Optional.empty();
    }

    private static Optional<Account> ask(Path getent, String nameOrId) throws ResourceException {
        Process process = null;
        try {
            process = new ProcessBuilder(getent.toString(), "passwd", nameOrId)
                    .redirectInput(Sessions.NULL).redirectError(Sessions.NULL).start();
            if (!process.waitFor(LOOKUP_SECONDS, TimeUnit.SECONDS)) {
                throw new ResourceException("user \"" + nameOrId + "\" was not found within "
                        + LOOKUP_SECONDS
                        + " s.\n  Look why this hangs: getent passwd " + nameOrId + ".");
            }
            return parse(new String(process.getInputStream().readAllBytes(),
                    StandardCharsets.ISO_8859_1).strip());
        } catch (IOException e) {
            throw new ResourceException("cannot look up user \"" + nameOrId + "\": "
                    + e.getMessage()
                    + ".\n  Look why this fails: getent passwd " + nameOrId + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ResourceException("the look-up of user \"" + nameOrId
                    + "\" was interrupted; it is repeated", e);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }

    /**
     * Reads {@code name:x:id:group:comment:home:shell}; anything else, such as a comment, is no
     * account.
     */
    static Optional<Account> parse(String line) {
        String[] fields = line.split(":", -1);
        if (fields.length < 7 || fields[0].isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Account(fields[0], Long.parseLong(fields[2]), Long.parseLong(fields[3]),
                    fields[5]));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private boolean isCalled(String nameOrId) {
        return name.equals(nameOrId) || Long.toString(id).equals(nameOrId);
    }
}
