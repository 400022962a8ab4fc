// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.util.stream.Collectors;

/** Writes a set of files as a policy for CFEngine. */
final class Policy {

    private Policy() {
    }

    /**
     * Promises are kept in the order of the file, so that the sentinel needs no dependencies; those
     * of the other shapes are written down.
     */
    static String of(FileSet files) {
        StringBuilder policy = new StringBuilder("""
                body common control { bundlesequence => { "benchmark" }; }
                bundle agent benchmark
                {
                  files:
                """);
        for (int i = 0; i < files.count(); i++) {
            String before = files.before(i).stream().map(file -> '"' + files.name(file) + '"')
                    .collect(Collectors.joining(", "));
            promise(policy, files.path(i).toString(), files.content(i), files.name(i), before);
        }
        promise(policy, files.sentinel().toString(), files.sentinelContent(), "sentinel", "");
        return policy.append("}\n").toString();
    }

    private static void promise(StringBuilder policy, String path, String content, String name,
            String before) {
        policy.append("    \"").append(path).append("\" create => \"true\", content => \"")
                .append(content.replace("\n", "$(const.n)")).append('"');
        if (!before.isEmpty()) {
            policy.append(", depends_on => { ").append(before).append(" }");
        }
        policy.append(", handle => \"").append(name).append("\";\n");
    }
}
