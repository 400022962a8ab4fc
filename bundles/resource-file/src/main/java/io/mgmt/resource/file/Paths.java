// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import io.mgmt.resource.InvalidResourceException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths as people write them. */
final class Paths {

    private Paths() {
    }

    /**
     * The path of a field.
     *
     * @throws InvalidResourceException unless it is absolute and without {@code .} and {@code ..}
     */
    static Path absolute(String field, String text) throws InvalidResourceException {
        if (!text.startsWith("/")) {
            throw new InvalidResourceException(field, field + " is \"" + text
                    + "\", not an absolute path", "Begin it with /. The directory that the agent"
                    + " was started in does not count.");
        }
        String slashed = text + "/";
        if (slashed.contains("/../") || slashed.contains("/./")) {
            throw new InvalidResourceException(field, field + " is \"" + text
                    + "\", with . or .. in it", "Write the path without them, so that it names"
                    + " one place.");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new InvalidResourceException(field, field + " is \"" + text + "\": "
                    + e.getReason(), "Take out what no file name may hold; for letters beyond"
                    + " ASCII start the agent in a UTF-8 locale, such as LC_ALL=C.UTF-8.");
        }
    }
}
