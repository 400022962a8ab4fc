// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import io.mgmt.resource.ResourceException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Sets mode and owner of what stands at a path; a link is not followed. */
final class Attributes {

    private Attributes() {
    }

    /** @param mode 0 to 07777 */
    static void mode(Path path, int mode) throws IOException {
        try {
            Files.setAttribute(path, "unix:mode", mode, LinkOption.NOFOLLOW_LINKS);
        } catch (AccessDeniedException e) {
            // Without following links the JDK opens the file first, which its owner may not be
            // allowed to.
            if (Files.isSymbolicLink(path)) {
                throw e;
            }
            Files.setAttribute(path, "unix:mode", mode);
        }
    }

    /**
     * Gives the owner and group that are asked for, then the mode: a change of owner takes bits
     * from it.
     */
    static void dress(Path path, Look look) throws ResourceException, IOException {
        if (look.owner() != null) {
            look.owner().own(path);
        }
        if (look.group() != null) {
            look.group().own(path);
        }
        if (look.mode() != Look.KEEP) {
            mode(path, look.mode());
        }
    }

    /** Gives a new file what is asked for, and else what the one that it replaces has. */
    static void dress(Path path, Look look, FileStat old, Path named)
            throws ResourceException, IOException {
        if (old.is(FileStat.Type.FILE)) {
            FileStat now = FileStat.of(path);
            if (look.owner() == null && now.uid() != old.uid()) {
                keep("unix:uid", old.uid(), path, named);
            }
            if (look.group() == null && now.gid() != old.gid()) {
                keep("unix:gid", old.gid(), path, named);
            }
        }
        dress(path, look.mode() == Look.KEEP && old.is(FileStat.Type.FILE)
                ? look.withMode(old.mode()) : look);
    }

    private static void keep(String attribute, int id, Path path, Path named)
            throws ResourceException {
        try {
            Files.setAttribute(path, attribute, id, LinkOption.NOFOLLOW_LINKS);
        } catch (FileSystemException e) {
            throw notKept(attribute, id, named, e);
        } catch (IOException e) {
            throw Failures.explain("change the owner of", named, e);
        }
    }

    private static ResourceException notKept(String attribute, int id, Path named,
            FileSystemException e) {
        return new ResourceException("Cannot replace " + named + ": the new file would not keep "
                + attribute.substring("unix:".length()) + " " + id
                + ". Run the agent as root, or set owner and group to those of the agent.", e);
    }
}
