// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The command line of {@code benchmarks/run cluster}.
 *
 * @param runs how often each figure is taken
 * @param command {@code bin/mgmt} of the built distribution
 * @param etcd the binary for both sides, 3.6 or later
 * @param work where everything is written; absent: a temporary directory that is deleted
 * @param out the report is written there too
 */
record ClusterOptions(int runs, Path command, Path etcd, Optional<Path> work, Optional<Path> out) {

    private static final int FULL = 10;
    private static final int QUICK = 2;
    private static final int MOST = 100;

    /**
     * @param defaultCommand if {@code --mgmt} is not given
     * @param environment where the cache of mgmt and PATH are looked up
     * @throws IllegalArgumentException naming the wrong option and the remedy
     */
    static ClusterOptions parse(List<String> args, Path defaultCommand,
            Map<String, String> environment) throws IOException {
        int runs = FULL;
        Path command = defaultCommand;
        Optional<Path> etcd = Optional.empty();
        Optional<Path> work = Optional.empty();
        Optional<Path> out = Optional.empty();
        Iterator<String> rest = args.iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--runs" -> runs = runs(Options.value(option, rest));
                case "--quick" -> runs = QUICK;
                case "--mgmt" -> command = Path.of(Options.value(option, rest));
                case "--etcd" -> etcd = Optional.of(Path.of(Options.value(option, rest)));
                case "--work" -> work = Optional.of(
                        Path.of(Options.value(option, rest)).toAbsolutePath());
                case "--out" -> out = Optional.of(Path.of(Options.value(option, rest)));
                default -> throw new IllegalArgumentException(
                        "unknown option " + option + "; benchmarks/run --help names all");
            }
        }
        Path binary = etcd.isPresent() ? etcd.get() : newestEtcd(environment);
        return new ClusterOptions(runs,
                executable(command, "build it: mvn -DskipTests package, or pass --mgmt FILE"),
                executable(binary, "pass another --etcd FILE"), work, out);
    }

    private static int runs(String value) {
        if (!value.matches("[1-9][0-9]{0,2}") || Integer.parseInt(value) > MOST) {
            throw new IllegalArgumentException(
                    "--runs " + value + " is no number from 1 to " + MOST);
        }
        return Integer.parseInt(value);
    }

    private static Path executable(Path file, String remedy) {
        Path absolute = file.toAbsolutePath().normalize();
        if (!Files.isExecutable(absolute)) {
            throw new IllegalArgumentException("there is no executable " + absolute + "; "
                    + remedy);
        }
        return absolute;
    }

    /** What the agents have fetched; else the one on PATH. */
    private static Path newestEtcd(Map<String, String> environment) throws IOException {
        Path cache = Path.of(environment.getOrDefault("XDG_CACHE_HOME",
                environment.getOrDefault("HOME", "/") + "/.cache"), "mgmt", "etcd");
        if (Files.isDirectory(cache)) {
            try (Stream<Path> versions = Files.list(cache)) {
                Optional<Path> newest = versions.filter(folder ->
                        Files.isExecutable(folder.resolve("etcd")))
                        .max(Comparator.comparing(ClusterOptions::version, Arrays::compare));
                if (newest.isPresent()) {
                    return newest.get().resolve("etcd");
                }
            }
        }
        return Options.find("etcd", environment.getOrDefault("PATH", ""))
                .orElseThrow(() -> new IllegalArgumentException(
                        "no etcd is in " + cache + " or on PATH; pass --etcd FILE"));
    }

    /** The numbers of a folder such as {@code 3.7.2-linux-amd64}. */
    private static int[] version(Path folder) {
        return Arrays.stream(folder.getFileName().toString().replaceAll("-.*", "").split("\\."))
                .mapToInt(word -> word.matches("[0-9]{1,9}") ? Integer.parseInt(word) : -1)
                .toArray();
    }
}
