// SPDX-License-Identifier: Apache-2.0
package io.mgmt.yaml;

import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * The tags of YAML 1.1, without asking several patterns about every word: one that begins with a
 * letter and is longer than {@code false} is a text.
 */
final class WordResolver extends Resolver {

    /** The longest of yes, no, on, off, true, false and null: no other begins with a letter. */
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
        return first >= 'a' && first <= 'z' && (value.length() > LONGEST || !isFirstOfAWord(first));
    }

    /** Whether any of these words begins with that small letter. */
    private static boolean isFirstOfAWord(int letter) {
        return "yntfo".indexOf(letter) >= 0;
    }
}
