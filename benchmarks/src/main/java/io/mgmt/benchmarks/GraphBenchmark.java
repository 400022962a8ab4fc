// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import io.mgmt.core.graph.GraphDiff;
import io.mgmt.core.graph.Order;
import io.mgmt.graph.Edge;
import io.mgmt.graph.Meta;
import io.mgmt.graph.Position;
import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** What core needs for the order of a graph, and for the difference of two. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = "-Xmx1g")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class GraphBenchmark {

    /** Vertices, without the sentinel. */
    @Param("10000")
    public int vertices;

    /** How they depend on each other. */
    @Param({"FLAT", "CHAIN", "DAG"})
    public String shape;

    private List<Ref> refs;
    private List<Edge> edges;
    private List<ResourceSpec> before;
    private List<ResourceSpec> equal;
    private List<ResourceSpec> after;

    /** Makes the graph, an equal one of other objects, and one in which one resource differs. */
    @Setup
    public void make() {
        FileSet files = new FileSet(Path.of("/bench"), vertices, FileSet.Shape.valueOf(shape), 1);
        before = specs(files);
        equal = specs(files);
        after = specs(files.withRound(2));
        refs = before.stream().map(ResourceSpec::ref).toList();
        edges = new ArrayList<>();
        for (int i = 0; i <= vertices; i++) {
            for (int from : files.before(i)) {
                edges.add(new Edge("e", refs.get(from), refs.get(i), false, Position.NONE));
            }
        }
    }

    private static List<ResourceSpec> specs(FileSet files) {
        List<ResourceSpec> specs = new ArrayList<>();
        for (int i = 0; i < files.count(); i++) {
            specs.add(spec(files.name(i), files.path(i), files.content(i)));
        }
        specs.add(spec("sentinel", files.sentinel(), files.sentinelContent()));
        return specs;
    }

    private static ResourceSpec spec(String name, Path path, String content) {
        return new ResourceSpec(new Ref("file", name), Meta.DEFAULT,
                Map.of("path", path.toString(), "content", content));
    }

    /** The order in which a graph is worked on. */
    @Benchmark
    public List<Ref> order() {
        return Order.of(refs, edges);
    }

    /** A file that was written anew with the same content. */
    @Benchmark
    public GraphDiff diffOfEqualGraphs() {
        return GraphDiff.between(before, edges, equal, edges);
    }

    /** A file in which one resource was changed. */
    @Benchmark
    public GraphDiff diffOfOneChange() {
        return GraphDiff.between(before, edges, after, edges);
    }
}
