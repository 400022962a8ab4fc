// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes the figures, group by group. */
final class Bench {

    private final Mgmt ours;
    private final Optional<CfEngine> peer;
    private final Path work;
    private final Effort effort;
    private final Machine machine;
    private final PrintStream progress;
    private final Probe probe = new Probe();
    private final List<Row> rows = new ArrayList<>();
    private int round;
    private String etcdVersion = "unknown";

    Bench(Mgmt ours, Optional<CfEngine> peer, Path work, Effort effort, Machine machine,
            PrintStream progress) {
        this.ours = ours;
        this.peer = peer;
        this.work = work;
        this.effort = effort;
        this.machine = machine;
        this.progress = progress;
    }

    /** All that has been taken, in order. */
    List<Row> rows() {
        return List.copyOf(rows);
    }

    double longestGapMillis() {
        return probe.longestGapMillis();
    }

    /**
     * One start that does not count: it makes what the next ones find, such as the state directory
     * and the class-data archive.
     */
    void warmUp() throws IOException, InterruptedException, MeasureException {
        say("warm-up");
        FileSet files = files("warm", 0);
        files.clear();
        try (Agent agent = ours.start(files)) {
            untilSentinel(agent, files);
            etcdVersion = agent.etcdVersion();
            agent.interrupt();
        }
    }

    /** Of the etcd that ran for the warm-up. */
    String etcdVersion() {
        return etcdVersion;
    }

    /** Time from the start of the process to its first file. */
    void start() throws IOException, InterruptedException {
        List<Double> mine = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        FileSet files = files("start", 0);
        try {
            for (int i = 0; i < effort.starts(); i++) {
                files = files.withRound(++round);
                files.clear();
                peerRun(files, theirs);
                files.clear();
                try (Agent agent = ours.start(files)) {
                    mine.add(untilSentinel(agent, files));
                    agent.interrupt();
                }
                say("start " + (i + 1) + " of " + effort.starts() + ": " + last(mine) + " ms");
            }
            rows.add(Reach.START.row(samples(theirs), new Samples(mine), ""));
        } catch (MeasureException e) {
            fail(e, samples(theirs), Reach.START);
        }
    }

    /** Many files that are not there yet, and the same again with one change; start included. */
    void apply(int count, int times, Reach first, Reach again, boolean showsEnding)
            throws IOException, InterruptedException {
        Pairs mine = new Pairs();
        Pairs theirs = new Pairs();
        List<Double> ending = new ArrayList<>();
        List<Double> endingAll = new ArrayList<>();
        FileSet files = files("files-" + count, count);
        try {
            for (int i = 0; i < times; i++) {
                files.clear();
                files = files.withRound(++round);
                peerRun(files, theirs.first);
                files = files.withRound(++round);
                peerRun(files, theirs.again);
                files.clear();
                for (List<Double> millis : List.of(mine.first, mine.again)) {
                    files = files.withRound(++round);
                    try (Agent agent = ours.start(files)) {
                        millis.add(untilSentinel(agent, files));
                        files.verify();
                        Agent.Ending end = agent.interrupt();
                        ending.add(end.agent());
                        endingAll.add(end.everything());
                    }
                }
                say(count + " files " + (i + 1) + " of " + times + ": first " + last(mine.first)
                        + " ms, again " + last(mine.again) + " ms, ending " + last(ending) + " ms");
            }
            rows.add(first.row(samples(theirs.first), new Samples(mine.first), ""));
            rows.add(again.row(samples(theirs.again), new Samples(mine.again), ""));
            if (showsEnding) {
                rows.add(Reach.ENDING.row(Optional.empty(), new Samples(ending), "SIGINT to exit"));
                rows.add(Reach.ENDING_ALL.row(Optional.empty(), new Samples(endingAll), ""));
            }
        } catch (MeasureException e) {
            fail(e, samples(theirs.first), first);
            fail(e, samples(theirs.again), again);
            if (showsEnding) {
                fail(e, Optional.empty(), Reach.ENDING);
            }
        } finally {
            FileSet.delete(files.directory());
        }
    }

    private static final class Pairs {
        private final List<Double> first = new ArrayList<>();
        private final List<Double> again = new ArrayList<>();
    }

    /** Memory, processor and repairs of an agent that runs. */
    void running(int count, Reach memory, Reach idle, boolean bounded)
            throws IOException, InterruptedException {
        FileSet files = files("running-" + count, count).withRound(++round);
        files.clear();
        try (Agent agent = ours.start(files)) {
            untilSentinel(agent, files);
            files.verify();
            Footprint footprint = Footprint.of(agent, effort.settle(), effort.idle());
            say(count + " files, running: " + footprint.parts());
            rows.add(memory.row(Optional.empty(), Samples.of(footprint.megabytes()),
                    footprint.parts()));
            rows.add(idle.row(Optional.empty(), Samples.of(footprint.percent()),
                    "over " + effort.idle().toSeconds() + " s; " + footprint.shares()));
            Repairs repairs = new Repairs(agent, probe, files.path(0), files.content(0),
                    effort.repairs());
            add(Reach.OVERWRITTEN, bounded, repairs.overwritten());
            add(Reach.REPLACED, bounded, repairs.replaced());
            add(Reach.DELETED, bounded, repairs.deleted());
            say(count + " files, repairs: done");
            agent.interrupt();
        } catch (MeasureException e) {
            fail(e, Optional.empty(), memory);
        } finally {
            FileSet.delete(files.directory());
        }
    }

    private void add(Reach reach, boolean bounded, Samples repairs) {
        rows.add((bounded ? reach : reach.amongThousand()).row(Optional.empty(), repairs, ""));
    }

    private FileSet files(String name, int count) {
        return FileSet.flat(work.resolve(name), count, 0);
    }

    private double untilSentinel(Agent agent, FileSet files) throws IOException, MeasureException {
        try {
            return probe.millisUntil(files.sentinel(), files.sentinelContent(), agent.started(),
                    Agent.MOST, agent::isAlive);
        } catch (MeasureException e) {
            throw new MeasureException(e.getMessage() + "; " + agent.lastWords());
        }
    }

    private void peerRun(FileSet files, List<Double> millis)
            throws IOException, InterruptedException, MeasureException {
        if (peer.isPresent()) {
            millis.add(peer.get().run(files));
            files.verify();
        }
    }

    private void fail(MeasureException e, Optional<Samples> theirs, Reach reach) {
        say(reach.figure() + ": " + e.getMessage());
        rows.add(reach.failed(theirs, e.getMessage()));
    }

    private static Optional<Samples> samples(List<Double> values) {
        return values.isEmpty() ? Optional.empty() : Optional.of(new Samples(values));
    }

    private static long last(List<Double> values) {
        return Math.round(values.get(values.size() - 1));
    }

    private void say(String what) {
        double load;
        try {
            load = machine.load();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        progress.println("load " + load + "  " + what);
    }
}
