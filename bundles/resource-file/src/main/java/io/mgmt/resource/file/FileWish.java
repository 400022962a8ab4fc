// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import io.mgmt.graph.ResourceSpec;
import io.mgmt.resource.Fields;
import io.mgmt.resource.InvalidResourceException;
import java.nio.file.Path;

/**
 * What one resource asks for, checked.
 *
 * @param path absolute, without {@code .} and {@code ..}
 * @param isDirectory the path ended with a slash, also where the type is ABSENT
 * @param content null: a file keeps what it has
 * @param source null unless the type is DIRECTORY and a tree is copied
 * @param target of the link; empty unless the type is LINK
 * @param look mode, owner and group
 */
record FileWish(Path path, boolean isDirectory, FileStat.Type type, Content content, Path source,
        String target, Look look, boolean recurse, boolean purge, boolean force) {

    private static final String[] KNOWN = {"path", "content", "source", "symlink", "state", "mode",
            "owner", "group", "recurse", "purge", "force"};

    static FileWish of(ResourceSpec spec) throws InvalidResourceException {
        Fields fields = Fields.of(spec, KNOWN);
        String path = fields.text("path").orElse(spec.ref().name());
        Path parsed = Paths.absolute("path", path);
        boolean isDirectory = path.endsWith("/");
        boolean isAbsent = fields.word("state", "exists", "absent")
                .orElse("exists").equals("absent");
        String content = fields.text("content").orElse(null);
        String source = fields.text("source").orElse(null);
        String target = fields.text("symlink").orElse(null);
        boolean recurse = fields.flag("recurse");
        boolean purge = fields.flag("purge");
        Path from = source == null ? null : Paths.absolute("source", source);
        Look look = Look.of(spec, fields);
        if (parsed.getParent() == null && (isAbsent || !isDirectory)) {
            throw new InvalidResourceException("path", "path is \"" + path
                    + "\", the root of the file system", "Name something below it.");
        }
        oneOrigin(content, source, target);
        if (isDirectory) {
            forDirectory(content, source, target, recurse);
        } else if (source != null && source.endsWith("/")) {
            throw new InvalidResourceException("source", "source is the directory \"" + source
                    + "\", but path \"" + path + "\" is a file",
                    "End path with / to copy the directory.");
        }
        apart(parsed, from);
        if (purge) {
            forPurge(isDirectory, source, recurse);
        }
        if (target != null) {
            forLink(target, look);
        }
        FileStat.Type type = isAbsent ? FileStat.Type.ABSENT : isDirectory ? FileStat.Type.DIRECTORY
                : target != null ? FileStat.Type.LINK : FileStat.Type.FILE;
        return new FileWish(parsed, isDirectory, type,
                type == FileStat.Type.FILE ? content(content, from) : null,
                type == FileStat.Type.DIRECTORY ? from : null,
                target == null ? "" : target, look, recurse, purge, fields.flag("force"));
    }

    private static Content content(String text, Path source) {
        return text != null ? Content.of(text) : source != null ? Content.of(source) : null;
    }

    private static void oneOrigin(String content, String source, String target)
            throws InvalidResourceException {
        if (content != null && source != null) {
            throw new InvalidResourceException("source", "both content and source are given",
                    "Keep one of them.");
        }
        if (target != null && (content != null || source != null)) {
            throw new InvalidResourceException("symlink", "both symlink and "
                    + (content != null ? "content" : "source") + " are given",
                    "A link has no content of its own: keep one of them.");
        }
    }

    private static void forDirectory(String content, String source, String target, boolean recurse)
            throws InvalidResourceException {
        if (content != null) {
            throw new InvalidResourceException("content", "a directory has no content",
                    "Take the / from the end of path for a file, or use source with recurse:"
                    + " true.");
        }
        if (target != null) {
            throw new InvalidResourceException("symlink",
                    "path ends with /, so it is a directory, not a link",
                    "Take the / from the end of path.");
        }
        if (source != null && !recurse) {
            throw new InvalidResourceException("source", "source of a directory without recurse",
                    "Set recurse: true to copy \"" + source + "\" with all that is in it.");
        }
    }

    private static void apart(Path path, Path source) throws InvalidResourceException {
        if (source != null && (source.startsWith(path) || path.startsWith(source))) {
            throw new InvalidResourceException("source", "source \"" + source + "\" and path \""
                    + path + "\" lie within each other", "Copy from somewhere else.");
        }
    }

    private static void forPurge(boolean isDirectory, String source, boolean recurse)
            throws InvalidResourceException {
        if (!recurse) {
            throw new InvalidResourceException("purge", "purge without recurse",
                    "Set recurse: true, or leave purge out.");
        }
        if (!isDirectory || source == null) {
            throw new InvalidResourceException("purge", "purge without a source directory",
                    "Give path a / at its end and a source: what is not in the source is removed.");
        }
    }

    private static void forLink(String target, Look look) throws InvalidResourceException {
        if (target.isEmpty() || target.indexOf('\0') >= 0) {
            throw new InvalidResourceException("symlink", "symlink is \"" + target + "\"",
                    "Write where the link leads, such as symlink: \"../lib/x\".");
        }
        if (look.mode() != Look.KEEP) {
            throw new InvalidResourceException("mode", "a symbolic link has no mode",
                    "Leave mode out, or set it on the target.");
        }
    }
}
