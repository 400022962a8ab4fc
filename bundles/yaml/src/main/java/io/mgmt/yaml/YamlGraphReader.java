// SPDX-License-Identifier: Apache-2.0
package io.mgmt.yaml;

import io.mgmt.graph.Graph;
import io.mgmt.graph.GraphReader;
import io.mgmt.graph.InvalidGraphException;
import java.io.IOException;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads graphs from YAML 1.1, the format of design page §4.
 *
 * <p>The file is composed to nodes and not to objects, because nodes know their line and column;
 * those of each resource are let go of when it is read.
 */
@Component
public final class YamlGraphReader implements GraphReader {

    /** Deeper than any person nests; a bound for the stack. */
    static final int MOST_LEVELS = 50;
    /**
     * How many lists and maps may be used again by aliases; {@link Values#MOST_VALUES} bounds what
     * they make.
     */
    static final int MOST_ALIASES = 10_000;

    @Override
    public Graph read(Path file) throws IOException, InvalidGraphException {
        Problems problems = new Problems(file.toString());
        String text = Text.of(file, problems);
        GraphParser parser = new GraphParser(problems);
        // What is found in the parts of a file that then turns out to be no YAML does not count.
        Node root = compose(text, parser, new Problems(file.toString()));
        Graph graph = parser.graph(root);
        problems.throwIfAny(graph);
        return graph;
    }

    private static Node compose(String text, GraphParser parser, Problems problems)
            throws InvalidGraphException {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Text.MOST_BYTES);
        options.setNestingDepthLimit(MOST_LEVELS);
        options.setMaxAliasesForCollections(MOST_ALIASES);
        Node root = null;
        try {
            root = new GraphComposer(text, options, parser).getSingleNode();
            if (root == null) {
                problems.add(problems.file(), "the file holds only comments",
                        "Write at least \"graph: NAME\".");
            }
        } catch (MarkedYAMLException e) {
            Syntax.explain(e, text, problems);
        } catch (YAMLException e) {
            // Limits have no mark: what is too deep or too often aliased spreads over the whole
            // file.
            problems.add(problems.file(), "this is not YAML that is taken here: " + e.getMessage(),
                    "At most " + MOST_LEVELS + " levels and " + MOST_ALIASES
                    + " aliases of lists and maps.");
        }
        problems.throwIfAny();
        return root;
    }
}
