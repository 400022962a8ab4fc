// SPDX-License-Identifier: Apache-2.0
package io.mgmt.placement.pinned;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Placement;
import io.mgmt.cluster.ViewedHost;
import java.util.LinkedHashSet;
import java.util.Set;

/** Labels, each as {@code KEY=VALUE}, that hosts are preferred or avoided for. */
record Pins(Set<String> prefer, Set<String> avoid) {

    /** How much a host is wanted; the first is wanted most. */
    enum Rank {
        PREFERRED, NEUTRAL, AVOIDED
    }

    Pins {
        prefer = Set.copyOf(prefer);
        avoid = Set.copyOf(avoid);
        for (String label : avoid) {
            if (prefer.contains(label)) {
                throw new IllegalArgumentException("prefer and avoid both name " + label
                        + ". Take it out of one of them.");
            }
        }
    }

    static Pins of(PinnedConfig config) {
        return new Pins(labels("prefer", config.prefer()), labels("avoid", config.avoid()));
    }

    private static Set<String> labels(String property, String[] texts) {
        Set<String> labels = new LinkedHashSet<>();
        for (String text : texts) {
            for (String one : text.split(",")) {
                if (!one.isBlank()) {
                    labels.add(label(property, one.strip()));
                }
            }
        }
        return labels;
    }

    private static String label(String property, String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException(property + " = \"" + text
                    + "\" is no label. Write it as KEY=VALUE, such as role=store; mgmt run --label role=store gives it"
                    + " to a host.");
        }
        return text.substring(0, equals).strip() + "=" + text.substring(equals + 1).strip();
    }

    Placement order(ClusterView view) {
        return new PinnedOrder(this).rank(view);
    }

    Rank rank(ViewedHost host) {
        return hasAny(host, avoid) ? Rank.AVOIDED : hasAny(host, prefer) ? Rank.PREFERRED : Rank.NEUTRAL;
    }

    private static boolean hasAny(ViewedHost host, Set<String> labels) {
        return !labels.isEmpty() && host.standing().labels().entrySet().stream()
                .anyMatch(label -> labels.contains(label.getKey() + "=" + label.getValue()));
    }
}
