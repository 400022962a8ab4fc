// SPDX-License-Identifier: Apache-2.0
package io.mgmt.yaml;

import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Composes a graph file, and hands over each resource and each edge as soon as it is there instead
 * of keeping it: the nodes of 10,000 resources take 60 MB, and to make room for them costs more
 * time than to read them.
 *
 * <p>The lists that were handed over are empty in the node of the whole file. A list that an alias
 * may name again is kept as it is.
 */
final class GraphComposer extends Composer {

    /** Takes what is not kept. */
    interface Receiver {
        /** One resource of this kind; any node. */
        void resource(String kind, Node node);

        /** One edge; any node. */
        void edge(Node node);
    }

    private static final int ROOT = 1;
    private static final int KINDS = 2;

    private final Receiver receiver;
    /** In how many maps and lists the composer is; 1 in the map of the whole file. */
    private int level;
    /** How many of these an alias may name. */
    private int anchored;
    /** The last key in the map of the whole file, and in that of the kinds; null if it is no word. */
    private String part;
    private String kind;

    GraphComposer(String text, LoaderOptions options, Receiver receiver) {
        super(new ParserImpl(new StreamReader(text), options), new WordResolver(), options);
        this.receiver = receiver;
    }

    @Override
    protected Node composeMappingNode(String anchor) {
        return within(anchor, () -> super.composeMappingNode(anchor));
    }

    @Override
    protected Node composeSequenceNode(String anchor) {
        return within(anchor, () -> isHandedOver() ? handOver() : super.composeSequenceNode(anchor));
    }

    private interface Composing {
        Node compose();
    }

    private Node within(String anchor, Composing composing) {
        int mine = anchor == null ? 0 : 1;
        level++;
        anchored += mine;
        Node node = composing.compose();
        anchored -= mine;
        level--;
        return node;
    }

    @Override
    protected Node composeKeyNode(MappingNode node) {
        // A key may be a list itself: that is in no part of the graph.
        kind = level <= KINDS ? null : kind;
        part = level == ROOT ? null : part;
        Node key = super.composeKeyNode(node);
        String word = key instanceof ScalarNode scalar && !key.getTag().equals(Tag.MERGE)
                ? scalar.getValue() : null;
        if (level == ROOT) {
            part = word;
        } else if (level == KINDS) {
            kind = word;
        }
        return key;
    }

    /** Asked within the list, before its first item. */
    private boolean isHandedOver() {
        if (anchored > 0 || ((SequenceStartEvent) parser.peekEvent()).getTag() != null) {
            return false;
        }
        return level == ROOT + 1 && "edges".equals(part)
                || level == KINDS + 1 && "resources".equals(part) && kind != null;
    }

    private Node handOver() {
        boolean isEdges = level == ROOT + 1;
        String of = kind;
        SequenceStartEvent start = (SequenceStartEvent) parser.getEvent();
        while (!parser.checkEvent(Event.ID.SequenceEnd)) {
            Node item = composeValueNode(null);
            if (isEdges) {
                receiver.edge(item);
            } else {
                receiver.resource(of, item);
            }
        }
        return new SequenceNode(Tag.SEQ, true, List.of(), start.getStartMark(),
                parser.getEvent().getEndMark(), start.getFlowStyle());
    }
}
