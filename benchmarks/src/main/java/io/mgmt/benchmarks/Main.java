// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The command {@code benchmarks/run}. */
public final class Main {

    private static final int WRONG_INPUT = 1;
    private static final int FAILED = 2;

    private Main() {
    }

    public static void main(String[] args) throws Exception {
        List<String> words = Arrays.asList(args);
        if (words.contains("--help")) {
            System.out.print(Options.HELP);
        } else if (!words.isEmpty() && words.get(0).equals("jmh")) {
            org.openjdk.jmh.Main.main(words.subList(1, words.size()).toArray(new String[0]));
        } else {
            System.exit(run(words, System.out, System.err));
        }
    }

    /** @return the exit code */
    static int run(List<String> words, PrintStream out, PrintStream progress)
            throws IOException, InterruptedException {
        try {
            if (!words.isEmpty() && words.get(0).equals("graph")) {
                graph(words.subList(1, words.size()), out);
                return 0;
            }
            Path command = Path.of(
                    System.getProperty("benchmarks.mgmt", "distribution/target/mgmt/bin/mgmt"));
            if (!words.isEmpty() && words.get(0).equals("cluster")) {
                return cluster(ClusterOptions.parse(words.subList(1, words.size()), command,
                        System.getenv()), out, progress);
            }
            if (!words.isEmpty() && words.get(0).equals("swap")) {
                return swap(ClusterOptions.parse(words.subList(1, words.size()), command,
                        System.getenv()), out, progress);
            }
            return measure(Options.parse(words, command, System.getenv("PATH")), out, progress);
        } catch (IllegalArgumentException e) {
            progress.println("benchmarks: " + e.getMessage());
            return WRONG_INPUT;
        }
    }

    private static int measure(Options options, PrintStream out, PrintStream progress)
            throws IOException, InterruptedException {
        Path work = options.work().isPresent() ? Files.createDirectories(options.work().get())
                : Files.createTempDirectory("mgmt-benchmarks");
        try {
            Machine machine = new Machine();
            machine.load();
            Mgmt ours = new Mgmt(options.command(), work, options.agentOptions());
            Optional<CfEngine> peer = options.peer().isPresent()
                    ? Optional.of(new CfEngine(options.peer().get(), work.resolve("cfengine")))
                    : Optional.empty();
            Bench bench = new Bench(ours, peer, work, options.effort(), machine, progress);
            bench.warmUp();
            take(bench, options);
            String report = Report.of(bench, machine, ours, peer);
            out.print(report);
            if (options.out().isPresent()) {
                Files.writeString(options.out().get(), report);
            }
            return bench.rows().stream().allMatch(row -> row.ours().isPresent()) ? 0 : FAILED;
        } catch (MeasureException e) {
            progress.println("benchmarks: " + e.getMessage());
            return FAILED;
        } finally {
            if (options.work().isEmpty()) {
                FileSet.delete(work);
            }
        }
    }

    private static int cluster(ClusterOptions options, PrintStream out, PrintStream progress)
            throws IOException, InterruptedException {
        return report(options, out, progress, work -> {
            Machine machine = new Machine();
            ClusterBench bench = new ClusterBench(options, work, machine, progress);
            bench.run();
            return new Result(ClusterReport.of(bench, machine, options),
                    bench.ours().isComplete() && bench.bare().isComplete());
        });
    }

    private static int swap(ClusterOptions options, PrintStream out, PrintStream progress)
            throws IOException, InterruptedException {
        return report(options, out, progress, work -> {
            SwapBench bench = new SwapBench(options, work, progress);
            bench.run();
            return new Result(bench.report(new Machine()), true);
        });
    }

    /** What a run came to. */
    private record Result(String report, boolean complete) {
    }

    /** Takes figures in a directory. */
    private interface Run {
        Result in(Path work) throws IOException, InterruptedException, MeasureException;
    }

    private static int report(ClusterOptions options, PrintStream out, PrintStream progress, Run run)
            throws IOException, InterruptedException {
        Path work = options.work().isPresent() ? Files.createDirectories(options.work().get())
                : Files.createTempDirectory("mgmt-benchmarks");
        try {
            Result result = run.in(work);
            out.print(result.report());
            if (options.out().isPresent()) {
                Files.writeString(options.out().get(), result.report());
            }
            return result.complete() ? 0 : FAILED;
        } catch (MeasureException e) {
            progress.println("benchmarks: " + e.getMessage());
            return FAILED;
        } finally {
            if (options.work().isEmpty()) {
                FileSet.delete(work);
            }
        }
    }

    private static void take(Bench bench, Options options)
            throws IOException, InterruptedException {
        Effort effort = options.effort();
        for (Options.Group group : options.only()) {
            switch (group) {
                case START -> bench.start();
                case THOUSAND -> bench.apply(1_000, effort.thousand(), Reach.THOUSAND_FIRST,
                        Reach.THOUSAND_AGAIN, true);
                case TEN_THOUSAND -> bench.apply(10_000, effort.tenThousand(),
                        Reach.TEN_THOUSAND_FIRST,
                        Reach.TEN_THOUSAND_AGAIN, false);
                case ONE_RUNNING -> bench.running(1, Reach.MEMORY_ONE, Reach.IDLE_ONE, true);
                case THOUSAND_RUNNING -> bench.running(1_000, Reach.MEMORY_THOUSAND,
                        Reach.IDLE_THOUSAND, false);
                default -> throw new IllegalStateException(group.name());
            }
        }
    }

    /** Prints a graph, for those who want to try one by hand. */
    private static void graph(List<String> words, PrintStream out) throws IOException {
        int count = 1_000;
        FileSet.Shape shape = FileSet.Shape.FLAT;
        Path directory = null;
        Iterator<String> rest = words.iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            String value = Options.value(option, rest);
            switch (option) {
                case "--files" -> count = Integer.parseInt(value);
                case "--shape" -> shape = FileSet.Shape.valueOf(value.toUpperCase(Locale.ROOT));
                case "--dir" -> directory = Path.of(value).toAbsolutePath().normalize();
                default -> throw new IllegalArgumentException("unknown option " + option);
            }
        }
        if (directory == null) {
            throw new IllegalArgumentException("graph needs --dir DIR, where the files are to be");
        }
        FileSet files = new FileSet(directory, count, shape, 1);
        files.clear();
        try (Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
            GraphFile.write(files, writer);
        }
    }
}
