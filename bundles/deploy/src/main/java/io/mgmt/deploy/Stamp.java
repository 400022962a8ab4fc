// SPDX-License-Identifier: Apache-2.0
package io.mgmt.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What tells one content of a file from another without reading it.
 *
 * @param key of the file system, such as the inode; another file under the same name has another one
 */
record Stamp(long bytes, long modifiedMillis, String key) {

    /** Names of what is looked at; everything else, and what begins with a dot, is left alone. */
    private static final String ENDINGS = "[^.].*\\.(jar|cfg|config)";

    /** The files of the directory by name; none if it is gone. */
    static SortedMap<String, Stamp> list(Path directory) throws IOException {
        SortedMap<String, Stamp> stamps = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (file.getFileName().toString().matches(ENDINGS)) {
                    add(file, stamps);
                }
            }
        } catch (NoSuchFileException e) {
            // Whoever deletes the directory takes back all that was in it.
            return stamps;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return stamps;
    }

    private static void add(Path file, SortedMap<String, Stamp> stamps) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isRegularFile()) {
                stamps.put(file.getFileName().toString(), new Stamp(attributes.size(),
                        attributes.lastModifiedTime().toMillis(), String.valueOf(attributes.fileKey())));
            }
        } catch (NoSuchFileException e) {
            // It went while the directory was listed, or is a link that leads nowhere.
            return;
        }
    }

    @Override
    public String toString() {
        return bytes + "-" + modifiedMillis + "-" + key;
    }
}
