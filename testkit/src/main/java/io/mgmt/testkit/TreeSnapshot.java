// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything below a directory as it stands: types, modes, owners, times of change, contents, link
 * targets. Equal if nothing was written in between, not even the same once more. Unix only.
 */
public final class TreeSnapshot {

    private static final String ATTRIBUTES = "unix:mode,uid,gid,size,lastModifiedTime,ctime,ino";

    private final Map<String, String> entries = new TreeMap<>();

    private TreeSnapshot() {
    }

    /** The state now, the directory itself included; links are not followed. */
    public static TreeSnapshot of(Path top) throws IOException {
        TreeSnapshot snapshot = new TreeSnapshot();
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes any)
                    throws IOException {
                return snapshot.add(directory, "");
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                    throws IOException {
                return snapshot.add(file, attributes.isSymbolicLink()
                        ? Files.readSymbolicLink(file).toString() : attributes.isRegularFile() ? "#"
                        + Arrays.hashCode(Files.readAllBytes(file)) : "");
            }
        });
        return snapshot;
    }

    private FileVisitResult add(Path path, String content) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, ATTRIBUTES,
                LinkOption.NOFOLLOW_LINKS);
        entries.put(path.toString(), new TreeMap<>(attributes) + " " + content);
        return FileVisitResult.CONTINUE;
    }

    /**
     * The same without one path and what is below it, and without the times of the directory that
     * it is in.
     */
    public TreeSnapshot without(Path path) {
        TreeSnapshot rest = new TreeSnapshot();
        entries.forEach((name, value) -> {
            if (name.equals(String.valueOf(path.getParent()))) {
                rest.entries.put(name, value.replaceAll("(ctime|lastModifiedTime|size)=[^,}]*",
                        ""));
            } else if (!Path.of(name).startsWith(path)) {
                rest.entries.put(name, value);
            }
        });
        return rest;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TreeSnapshot that && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    /** One line an entry. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        entries.forEach((name, value) -> text.append(name).append(' ').append(value).append('\n'));
        return text.toString();
    }
}
