// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The command line of a run.
 *
 * @param command {@code bin/mgmt} of the built distribution
 * @param peer CFEngine's agent, if it is there
 * @param work where everything is written; absent: a temporary directory that is deleted
 * @param out the report is written there too
 * @param only the groups of figures to be taken
 * @param agentOptions added to {@code mgmt run}
 */
record Options(Effort effort, Path command, Optional<Path> peer, Optional<Path> work,
        Optional<Path> out,
        Set<Group> only, List<String> agentOptions) {

    /** Figures that are taken together. */
    enum Group { START, THOUSAND, TEN_THOUSAND, ONE_RUNNING, THOUSAND_RUNNING }

    static final String HELP = """
            Usage: benchmarks/run [options] [-- options of mgmt run]
                   benchmarks/run graph --files N [--shape flat|spread|chain|dag] --dir DIR
                   benchmarks/run cluster [--runs N] [--quick] [--etcd FILE] [--mgmt FILE]
                                          [--work DIR] [--out FILE]
                   benchmarks/run swap [the same options]
                   benchmarks/run jmh [options of JMH]
            Measures the built distribution beside CFEngine and prints a table (docs/BENCHMARKS.md).
              --quick         few repetitions: about two minutes instead of ten
              --mgmt FILE     the command to measure; default: distribution/target/mgmt/bin/mgmt
              --cf-agent FILE CFEngine's agent, or "none"; default: cf-agent on PATH
              --only GROUPS   of start, thousand, ten-thousand, one-running, thousand-running;
                              separated by comma
              --work DIR      keep everything there; default: a temporary directory, deleted
              --out FILE      write the report there too
            cluster measures forming, growing, shrinking and mending, beside bare etcd: ten times
            unless --runs or --quick (two) say otherwise, in about five minutes. Every second
            cluster, and each beyond the tenth, is only formed. etcd: the newest that agents have
            fetched, or the one on PATH.
            swap exchanges the sizing policy of a running agent, ten times unless --runs says
            otherwise, in about a minute.
            Exit code: 0, or 1 for wrong options, or 2 if a figure could not be taken.
            """;

    /**
     * @param defaultCommand if {@code --mgmt} is not given
     * @param path of the environment, where cf-agent is looked for
     * @throws IllegalArgumentException naming the wrong option and the remedy
     */
    static Options parse(List<String> args, Path defaultCommand, String path) {
        Effort effort = Effort.FULL;
        Path command = defaultCommand;
        Optional<Path> peer = find("cf-agent", path);
        Optional<Path> work = Optional.empty();
        Optional<Path> out = Optional.empty();
        Set<Group> only = EnumSet.allOf(Group.class);
        List<String> agentOptions = new ArrayList<>();
        Iterator<String> rest = args.iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--quick" -> effort = Effort.QUICK;
                case "--mgmt" -> command = Path.of(value(option, rest));
                case "--cf-agent" -> peer = peer(value(option, rest));
                case "--only" -> only = groups(value(option, rest));
                case "--work" -> work = Optional.of(Path.of(value(option, rest)).toAbsolutePath());
                case "--out" -> out = Optional.of(Path.of(value(option, rest)));
                case "--" -> rest.forEachRemaining(agentOptions::add);
                default -> throw new IllegalArgumentException(
                        "unknown option " + option + "; benchmarks/run --help names all");
            }
        }
        command = command.toAbsolutePath().normalize();
        if (!Files.isExecutable(command)) {
            throw new IllegalArgumentException("there is no executable " + command
                    + "; build it: mvn -DskipTests package, or pass --mgmt FILE");
        }
        return new Options(effort, command, peer, work, out, only, agentOptions);
    }

    static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option
                    + " needs a value; benchmarks/run --help says which");
        }
        return rest.next();
    }

    private static Optional<Path> peer(String value) {
        if (value.equals("none")) {
            return Optional.empty();
        }
        Path agent = Path.of(value).toAbsolutePath();
        if (!Files.isExecutable(agent)) {
            throw new IllegalArgumentException(
                    "there is no executable " + agent + "; pass another --cf-agent, or none");
        }
        return Optional.of(agent);
    }

    private static Set<Group> groups(String value) {
        Set<Group> groups = EnumSet.noneOf(Group.class);
        for (String word : value.split(",")) {
            try {
                groups.add(Group.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("unknown group \"" + word
                        + "\"; use start, thousand, ten-thousand, one-running or thousand-running",
                        e);
            }
        }
        return groups;
    }

    /** An executable on PATH. */
    static Optional<Path> find(String name, String path) {
        for (String folder : path.split(":")) {
            Path file = Path.of(folder, name).toAbsolutePath();
            if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
