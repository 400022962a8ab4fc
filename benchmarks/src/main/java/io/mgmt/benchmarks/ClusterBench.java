// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Takes the figures of clustering, by turns with agents and with bare etcd. */
final class ClusterBench {

    /** etcd adds no members until the voters have been connected for 5 s; planned work waits. */
    private static final Duration SETTLE = Duration.ofSeconds(6);
    /** How long a cluster is watched that does nothing but form. */
    private static final Duration WATCHED = Duration.ofSeconds(1);
    /** Of so many runs the first goes on after forming. */
    private static final int GOES_ON = 2;
    /** More readings of what takes a minute would tell little more; forming takes seconds. */
    private static final int MOST_THAT_GO_ON = 5;
    /** How long a writer is watched before and after something happens. */
    private static final Duration STEADY = Duration.ofMillis(500);
    /** After the death of a leader: two of etcd's longest elections. */
    private static final Duration ELECTION = Duration.ofSeconds(2);

    private final ClusterOptions options;
    private final Path work;
    private final Machine machine;
    private final PrintStream progress;
    private final ClusterReadings ours = new ClusterReadings("ours");
    private final ClusterReadings bare = new ClusterReadings("bare etcd");

    ClusterBench(ClusterOptions options, Path work, Machine machine, PrintStream progress) {
        this.options = options;
        this.work = work;
        this.machine = machine;
        this.progress = progress;
    }

    ClusterReadings ours() {
        return ours;
    }

    ClusterReadings bare() {
        return bare;
    }

    void run() throws IOException, InterruptedException, MeasureException {
        progress.println("warm-up");
        try (OurCluster agents = new OurCluster(options.command(), options.etcd(),
                directory("warm-up"))) {
            // Makes what the next ones find, such as the class-data archive.
            agents.form();
            agents.untilVoters(3);
        }
        for (int run = 1; run <= options.runs(); run++) {
            machine.load();
            OurCluster agents = new OurCluster(options.command(), options.etcd(),
                    directory("ours-" + run));
            one(agents, ours, run);
            one(new BareCluster(options.etcd(), directory("bare-" + run)), bare, run);
        }
    }

    private Path directory(String name) throws IOException {
        return Files.createDirectories(work.resolve(name));
    }

    private void one(MeasuredCluster cluster, ClusterReadings readings, int run)
            throws IOException, InterruptedException {
        String name = "run " + run + " of " + options.runs() + ", "
                + (readings == ours ? "ours" : "bare etcd");
        long begin = System.nanoTime();
        try (cluster) {
            boolean goesOn = run % GOES_ON == 1 && run < GOES_ON * MOST_THAT_GO_ON;
            long formed = forms(cluster, readings);
            if (goesOn) {
                cluster.addSpares();
            }
            staysAtThree(cluster, readings, formed + (goesOn ? SETTLE : WATCHED).toNanos());
            if (goesOn) {
                changes(cluster, readings);
            }
            progress.println(name + ": " + (System.nanoTime() - begin) / 1_000_000_000 + " s");
        } catch (MeasureException | IOException e) {
            readings.failed("run " + run + ": " + e.getMessage());
            progress.println(name + ": " + e.getMessage());
        }
    }

    private static void staysAtThree(MeasuredCluster cluster, ClusterReadings readings, long until)
            throws IOException, InterruptedException {
        boolean right = cluster.voters().size() == 3;
        while (System.nanoTime() < until) {
            right &= cluster.voters().size() == 3;
            rest(Duration.ofMillis(50));
        }
        readings.formed(right && cluster.mostVoters() == 3);
    }

    private static void changes(MeasuredCluster cluster, ClusterReadings readings)
            throws IOException, InterruptedException, MeasureException {
        try (SteadyWriter writer = new SteadyWriter(cluster.voterUrls())) {
            resizes(cluster, writer, readings);
            losesFollower(cluster, writer, readings);
            losesLeader(cluster, writer, readings);
        }
    }

    /** @return when it had three voters */
    private static long forms(MeasuredCluster cluster, ClusterReadings readings)
            throws IOException, InterruptedException, MeasureException {
        cluster.form();
        long formed = cluster.untilVoters(3);
        readings.add(ClusterFigure.FORMED, millis(cluster.firstStart(), formed));
        if (cluster instanceof OurCluster agents) {
            // None if a session lapsed on a busy machine, so that three were never seen at once.
            agents.thirdVolunteer().ifPresent(key -> readings.add(
                    ClusterFigure.FORMED_FROM_VOLUNTEERS, millis(key, formed)));
        }
        readings.add(ClusterFigure.FORMED_ANSWERS,
                millis(cluster.firstStart(), cluster.untilAllAnswer()));
        return formed;
    }

    private static void resizes(MeasuredCluster cluster, SteadyWriter writer,
            ClusterReadings readings) throws IOException, InterruptedException, MeasureException {
        begin(writer);
        long begin = System.nanoTime();
        cluster.resize(5);
        readings.add(ClusterFigure.GROWN, millis(begin, cluster.untilVoters(5)));
        readings.add(ClusterFigure.GROWN_ANSWERS, millis(begin, cluster.untilAllAnswer()));
        readings.grown(writer.seen());
        writer.to(cluster.voterUrls());
        rest(STEADY);
        cluster.resize(3);
        cluster.untilVoters(3);
        writer.to(cluster.voterUrls());
        rest(STEADY);
        readings.add(ClusterFigure.RESIZE_GAP, writer.seen().gapMillis());
    }

    private static void losesFollower(MeasuredCluster cluster, SteadyWriter writer,
            ClusterReadings readings) throws IOException, InterruptedException, MeasureException {
        // Those that left the cluster are to be ready to come back, and the rest to have settled.
        rest(Duration.ofSeconds(2));
        Set<String> leading = cluster.leading();
        ClusterHost follower = cluster.voters().stream()
                .filter(host -> !leading.contains(host.name())).findFirst().orElseThrow();
        begin(writer);
        long killed = cluster.kill(follower);
        rest(STEADY);
        long begin = cluster.replace(follower, killed);
        long replaced = cluster.until("another voter for " + follower.name(), () ->
                cluster.voters().size() == 3 && !cluster.voters().contains(follower)
                && cluster.ask(cluster.gateway::members).size() == 3);
        readings.add(ClusterFigure.REPLACED, millis(begin, replaced));
        cluster.untilAllAnswer();
        rest(STEADY);
        readings.add(ClusterFigure.FOLLOWER_GAP, writer.seen().gapMillis());
    }

    private static void losesLeader(MeasuredCluster cluster, SteadyWriter writer,
            ClusterReadings readings) throws IOException, InterruptedException, MeasureException {
        ClusterHost leader = cluster.raftLeader();
        writer.to(cluster.voterUrls());
        begin(writer);
        cluster.kill(leader);
        rest(ELECTION);
        cluster.until("the others answer", () -> !cluster.voters().isEmpty());
        rest(STEADY);
        readings.add(ClusterFigure.LEADER_GAP, writer.seen().gapMillis());
    }

    /** Lets the writer find its pace, and counts from there. */
    private static void begin(SteadyWriter writer) throws InterruptedException {
        rest(STEADY);
        writer.reset();
        rest(Duration.ofMillis(50));
    }

    private static double millis(long from, long to) {
        return (to - from) / 1e6;
    }

    private static void rest(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }
}
