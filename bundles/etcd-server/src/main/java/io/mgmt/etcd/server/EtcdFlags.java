// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import io.mgmt.etcd.StartPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The command line of etcd: the set of flags that means the same in 3.4 to 3.7. */
final class EtcdFlags {

    static final String DATA_DIR = "--data-dir";
    static final String LISTEN_CLIENT = "--listen-client-urls";
    static final String LISTEN_PEER = "--listen-peer-urls";

    /**
     * A constant, the same on every member: members with different limits come to disagree about
     * the membership, without any error.
     */
    private static final int MAX_LEARNERS = 8;

    /**
     * What can be changed by a restart alone; the initial flags only matter to an empty directory.
     */
    private static final Set<String> COMPARED = Set.of("--name", LISTEN_CLIENT,
            "--advertise-client-urls",
            LISTEN_PEER, "--initial-advertise-peer-urls", "--heartbeat-interval",
            "--election-timeout");

    private EtcdFlags() {
    }

    /** The arguments, without the executable. */
    static List<String> of(StartPlan plan, Path dataDirectory, EtcdVersion version) {
        List<String> flags = new ArrayList<>();
        // First, so that it is in sight even where a system cuts long command lines.
        flags.add(DATA_DIR + "=" + dataDirectory);
        flags.add("--name=" + plan.name());
        flags.add(LISTEN_CLIENT + "=" + plan.clientUrls());
        flags.add("--advertise-client-urls=" + plan.advertisedClientUrls());
        flags.add(LISTEN_PEER + "=" + plan.peerUrls());
        flags.add("--initial-advertise-peer-urls=" + plan.advertisedPeerUrls());
        flags.add("--initial-cluster=" + plan.initialCluster());
        flags.add("--initial-cluster-state=" + (plan.founding() ? "new" : "existing"));
        flags.add("--initial-cluster-token=" + plan.token());
        flags.add("--heartbeat-interval=" + plan.heartbeat().toMillis());
        flags.add("--election-timeout=" + plan.election().toMillis());
        flags.add("--auto-compaction-mode=periodic");
        flags.add("--auto-compaction-retention=1h");
        // Off by default in 3.4, where a member that was cut off then unseats the leader when it is
        // back.
        flags.add("--pre-vote=true");
        flags.add("--logger=zap");
        flags.add("--log-outputs=stderr");
        flags.add("--log-level=info");
        if (version.isAtLeast(3, 6)) {
            flags.add("--max-learners=" + MAX_LEARNERS);
        }
        return List.copyOf(flags);
    }

    /** Whether a process with these arguments does what the plan asks for. */
    static boolean fits(StartPlan plan, List<String> arguments) {
        Map<String, String> running = parse(arguments);
        Map<String, String> wanted = parse(of(plan, Path.of("/"), EtcdVersion.OLDEST));
        return COMPARED.stream().allMatch(flag ->
                words(wanted.getOrDefault(flag, "")).equals(words(running.getOrDefault(flag, ""))));
    }

    private static Set<String> words(String list) {
        return new HashSet<>(List.of(list.split(",", -1)));
    }

    /** Flags by name, whether written {@code --name=value} or {@code --name value}. */
    static Map<String, String> parse(List<String> arguments) {
        Map<String, String> flags = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("-")) {
                continue;
            }
            String flag = argument.startsWith("--") ? argument : "-" + argument;
            int equal = flag.indexOf('=');
            if (equal > 0) {
                flags.put(flag.substring(0, equal), flag.substring(equal + 1));
            } else if (i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("-")) {
                flags.put(flag, arguments.get(i + 1));
            }
        }
        return flags;
    }
}
