// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.ClusterView.Lead;
import io.mgmt.cluster.ClusterView.Moment;
import io.mgmt.cluster.ClusterView.Raft;
import io.mgmt.cluster.ClusterView.Wanted;
import io.mgmt.cluster.PlacementPolicy;
import io.mgmt.cluster.ViewedHost;
import io.mgmt.cluster.ViewedHost.Binding;
import io.mgmt.cluster.ViewedHost.Offer;
import io.mgmt.cluster.ViewedHost.Server;
import io.mgmt.cluster.ViewedHost.Session;
import io.mgmt.cluster.ViewedHost.Standing;
import io.mgmt.cluster.ViewedMember;
import io.mgmt.cluster.ViewedMember.Reading;
import io.mgmt.core.membership.Delays;
import io.mgmt.core.membership.Step;
import io.mgmt.placement.spread.ZoneSpread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One decision of the leader, the ranking of all hosts included. It may take 1 ms with 1,000 hosts, and 20 ms
 * with 10,000: the leader decides at each tick of two seconds, and up to ten times a second. Samples, because on a
 * busy machine the mean tells more of the others.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = "-Xmx1g")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DecisionBenchmark {

    private static final int WANTED = 5;
    private static final PlacementPolicy SPREAD = new ZoneSpread();
    private static final int ZONES = 7;
    private static final long INDEX = 1_000;
    private static final String VERSION = "3.7.2";

    /** What there is to be decided. */
    public enum Case {
        /** One voter of five: somebody is to be added. */
        GROWS(1),
        /** Five voters, of which one has been dead for 30 s: it is to be replaced. */
        REPLACES(WANTED);

        private final int voters;

        Case(int voters) {
            this.voters = voters;
        }
    }

    /** All but the voters could be chosen. */
    @Param({"1000", "10000"})
    public int hosts;

    @Param
    public Case what;

    private ClusterView view;

    /** Makes the view, and looks at the decision, so that no other is measured. */
    @Setup
    public void make() {
        List<ViewedHost> viewed = new ArrayList<>();
        List<ViewedMember> members = new ArrayList<>();
        for (int i = 1; i <= hosts; i++) {
            boolean isDead = what == Case.REPLACES && i == 3;
            viewed.add(host(i, isDead));
            if (i <= what.voters) {
                members.add(new ViewedMember("a" + i, "h" + i, List.of(url(i)), List.of(), false,
                        new Reading(!isDead, Duration.ofSeconds(30), INDEX, Duration.ZERO, VERSION)));
            }
        }
        view = new ClusterView(new Moment(4711, 0), new Lead("h1", false), viewed, members, new Raft("a1", INDEX),
                Optional.empty(), new Wanted(WANTED, Optional.empty(), false));
        Step step = decision();
        if (!(step instanceof Step.AddLearner || step instanceof Step.Remove)) {
            throw new IllegalStateException("another decision than was meant: " + step);
        }
    }

    private ViewedHost host(int number, boolean isDead) {
        boolean isVoter = number <= what.voters;
        Optional<Binding> binding = isVoter
                ? Optional.of(new Binding("id-" + number, "a" + number, Duration.ofHours(1))) : Optional.empty();
        return new ViewedHost("h" + number, "id-" + number, new Session(!isDead, Duration.ofSeconds(30), false),
                new Offer(!isDead, List.of(url(number)), List.of(), VERSION),
                isVoter && !isDead ? Server.SERVING : Server.NONE, Optional.empty(),
                new Standing("z" + number % ZONES, new TreeMap<>(), number % 3, 0, Optional.empty(), false),
                binding, binding);
    }

    private static String url(int number) {
        return "http://h" + number + ":2380";
    }

    /** The one next change of the membership. */
    @Benchmark
    public Step decision() {
        return Step.next(view, WANTED, SPREAD.rank(view), Delays.DEFAULTS);
    }
}
