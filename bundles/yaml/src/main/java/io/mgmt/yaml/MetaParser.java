// SPDX-License-Identifier: Apache-2.0
package io.mgmt.yaml;

import io.mgmt.graph.Meta;
import java.time.Duration;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the {@code meta} section of one resource. */
final class MetaParser {

    /** A day: whoever wants to wait longer wants {@code poll}. */
    private static final long MOST_DELAY_MILLIS = 86_400_000;
    /** A year. */
    private static final long MOST_POLL_SECONDS = 31_536_000;

    private final Problems problems;
    private final Values values;
    private final String resource;

    MetaParser(Problems problems, Values values, String resource) {
        this.problems = problems;
        this.values = values;
        this.resource = resource;
    }

    Meta meta(Node node) {
        if (GraphParser.isNull(node)) {
            return Meta.DEFAULT;
        }
        if (!(node instanceof MappingNode mapping)) {
            problems.add(node, "meta of " + resource + " is " + GraphParser.described(node)
                    + ", not a map", "Write it as meta: {noop: true}.");
            return Meta.DEFAULT;
        }
        Meta meta = Meta.DEFAULT;
        for (Map.Entry<String, Values.Entry> entry : values.entries(mapping, "meta of " + resource)
                .entrySet()) {
            meta = with(meta, entry.getKey(), entry.getValue());
        }
        return meta;
    }

    private Meta with(Meta m, String key, Values.Entry entry) {
        Node value = entry.value();
        switch (key) {
            case "noop":
                return new Meta(flag(value, key), m.retry(), m.delay(), m.poll(), m.autoEdge(),
                        m.autoGroup());
            case "autoedge":
                return new Meta(m.noop(), m.retry(), m.delay(), m.poll(), flag(value, key),
                        m.autoGroup());
            case "autogroup":
                return new Meta(m.noop(), m.retry(), m.delay(), m.poll(), m.autoEdge(),
                        flag(value, key));
            case "retry":
                int retry = (int) number(value, key, -1, Integer.MAX_VALUE,
                        "-1 tries without end.");
                return new Meta(m.noop(), retry, m.delay(), m.poll(), m.autoEdge(), m.autoGroup());
            case "delay":
                Duration delay = Duration.ofMillis(number(value, key, 0, MOST_DELAY_MILLIS,
                        "It is in milliseconds."));
                return new Meta(m.noop(), m.retry(), delay, m.poll(), m.autoEdge(), m.autoGroup());
            case "poll":
                Duration poll = Duration.ofSeconds(number(value, key, 0, MOST_POLL_SECONDS,
                        "It is in seconds."));
                return new Meta(m.noop(), m.retry(), m.delay(), poll, m.autoEdge(), m.autoGroup());
            default:
                problems.add(entry.key(), "\"" + key + "\" is not a key of meta of " + resource,
                        "Known: autoedge, autogroup, delay, noop, poll, retry.");
                return m;
        }
    }

    private boolean flag(Node node, String key) {
        Object value = values.of(node, "meta." + key + " of " + resource).orElse(false);
        if (value instanceof Boolean flag) {
            return flag;
        }
        problems.add(node, "meta." + key + " of " + resource + " is " + GraphParser.described(node)
                + ", not true or false", "Write " + key + ": true or " + key + ": false.");
        return false;
    }

    private long number(Node node, String key, long least, long most, String hint) {
        // A value that cannot be read at all has been complained about already.
        Object value = values.of(node, "meta." + key + " of " + resource).orElse(0L);
        if (value instanceof Long number && number >= least && number <= most) {
            return number;
        }
        problems.add(node, "meta." + key + " of " + resource + " is " + GraphParser.described(node)
                + ", not a whole number from " + least + " to " + most,
                "Write such a number. " + hint);
        return 0;
    }
}
