// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** Writes a set of files as a graph for mgmt. */
final class GraphFile {

    private GraphFile() {
    }

    /** YAML, a line for each resource and edge. Paths and contents need no escapes. */
    static void write(FileSet files, Appendable out) {
        try {
            out.append("graph: ").append(files.shape().name().toLowerCase(Locale.ROOT))
                    .append('-' + Integer.toString(files.count()))
                    .append("\nresources:\n  file:\n");
            for (int i = 0; i < files.count(); i++) {
                resource(out, files.name(i), files.path(i).toString(), files.content(i));
            }
            resource(out, "sentinel", files.sentinel().toString(), files.sentinelContent());
            if (files.count() > 0) {
                out.append("edges:\n");
            }
            for (int i = 0; i <= files.count(); i++) {
                for (int before : files.before(i)) {
                    String to = i == files.count() ? "sentinel" : files.name(i);
                    out.append("- {name: ").append(files.name(before)).append('-' + to)
                            .append(", from: {kind: file, name: ").append(files.name(before))
                            .append("}, to: {kind: file, name: ").append(to).append("}}\n");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void resource(Appendable out, String name, String path, String content)
            throws IOException {
        out.append("  - {name: ").append(name).append(", path: \"").append(path)
                .append("\", content: \"").append(content.replace("\n", "\\n")).append("\"}\n");
    }
}
