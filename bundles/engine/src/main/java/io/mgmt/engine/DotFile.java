// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes each new graph to a file. Whoever reads it sees the old one or the new one, whole. */
final class DotFile {

    private static final Logger LOG = LoggerFactory.getLogger(DotFile.class);

    private final String host;
    private final Path file;

    DotFile(String host, Path file) {
        this.host = host;
        this.file = file.toAbsolutePath();
    }

    /**
     * One caller at a time. A file that cannot be written is said, and does not hold up the graph.
     */
    synchronized void write(String dot) {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            try {
                Files.write(draft, dot.getBytes(StandardCharsets.UTF_8));
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                // It is there only if one of the two failed.
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            LOG.warn("{} graphviz failed: file={} reason={} remedy=\"check that its directory"
                    + " exists and may be written\"", host, file, LogText.quoted(e.toString()));
        }
    }
}
