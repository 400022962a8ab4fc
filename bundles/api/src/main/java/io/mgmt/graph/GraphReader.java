// SPDX-License-Identifier: Apache-2.0
package io.mgmt.graph;

import java.io.IOException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** Reads a graph file. A service: another format is another bundle. */
@ProviderType
public interface GraphReader {

    /**
     * Reads the whole file and checks its shape: unknown keys, wrong types, missing values. What
     * concerns the graph as a whole (double names, edges, cycles, kinds) is for the caller to check.
     *
     * @throws InvalidGraphException with every wrong place
     * @throws IOException if the file cannot be read
     */
    Graph read(Path file) throws IOException, InvalidGraphException;
}
