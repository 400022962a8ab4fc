// SPDX-License-Identifier: Apache-2.0
package io.mgmt.yaml;

import java.util.Locale;
import java.util.Set;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** The tags of YAML 1.1, without asking several patterns about every word that is a text. */
final class WordResolver extends Resolver {

    /** What begins with a letter and may be something else than a text; in some of its cases. */
    private static final Set<String> WORDS =
            Set.of("yes", "no", "on", "off", "true", "false", "null");
    private static final int LONGEST = "false".length();

    @Override
    public Tag resolve(NodeId node, String value, boolean isPlain) {
        if (node == NodeId.scalar && (!isPlain || isText(value))) {
            return Tag.STR;
        }
        return super.resolve(node, value, isPlain);
    }

    private static boolean isText(String value) {
        if (value.isEmpty()) {
            return false;
        }
        // With this bit a letter of ASCII is a small one.
        int first = value.charAt(0) | 0x20;
        return first >= 'a' && first <= 'z' && (value.length() > LONGEST
                || !WORDS.contains(value.toLowerCase(Locale.ROOT)));
    }
}
