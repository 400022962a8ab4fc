// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What stands at a path; a link is not followed. One call of the system.
 *
 * @param mode 0 to 07777
 * @param size in bytes
 */
record FileStat(Type type, int mode, int uid, int gid, long size) {

    /** Nothing is there. */
    static final FileStat NOTHING = new FileStat(Type.ABSENT, 0, 0, 0, 0);

    private static final int TYPE_BITS = 0170000;

    /** What can stand at a path. */
    enum Type {
        ABSENT("nothing"), FILE("a file"), DIRECTORY("a directory"), LINK("a symbolic link"),
        SPECIAL("a device, pipe or socket");

        private final String words;

        Type(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    static FileStat of(Path path) throws IOException {
        try {
            return from(Files.readAttributes(path, "unix:mode,uid,gid,size",
                    LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return NOTHING;
        } catch (FileSystemException e) {
            if (Failures.blockedBy(path).isPresent()) {
                return NOTHING;
            }
            throw e;
        }
    }

    /** The same, of what a link leads to. */
    static FileStat followed(Path path) throws IOException {
        return from(Files.readAttributes(path, "unix:mode,uid,gid,size"));
    }

    private static FileStat from(Map<String, Object> values) {
        int mode = (Integer) values.get("mode");
        Type type = switch (mode & TYPE_BITS) {
            case 0100000 -> Type.FILE;
            case 0040000 -> Type.DIRECTORY;
            case 0120000 -> Type.LINK;
            default -> Type.SPECIAL;
        };
        return new FileStat(type, mode & 07777, (Integer) values.get("uid"),
                (Integer) values.get("gid"), (Long) values.get("size"));
    }

    boolean is(Type wanted) {
        return type == wanted;
    }
}
