// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import static org.junit.Assert.assertEquals;

import io.mgmt.etcd.server.EtcdBinaries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.Test;

/**
 * The model of etcd gives the answers of the real one: {@code -Dsequences=} says how many random
 * sequences are compared, {@code -Dseed=} where they begin.
 */
public class RealEtcdIT {

    private static final int SEQUENCES = Integer.getInteger("sequences", 20);
    private static final long FIRST = Long.getLong("seed", 1);
    private static final String VERSION = "3.7.2";

    @Test
    public void theModelAnswersAsEtcdDoes() throws IOException, InterruptedException {
        Path binary = EtcdBinaries.of("", "").version(VERSION, System.err::println).path();
        List<Long> seeds = java.util.stream.LongStream.range(FIRST, FIRST + SEQUENCES).boxed().toList();
        // Most of the time is etcd's own waiting.
        List<String> differences = seeds.parallelStream().map(seed -> difference(binary, seed))
                .filter(words -> !words.isEmpty()).collect(Collectors.toList());
        assertEquals(String.join("\n", differences), 0, differences.size());
    }

    private static String difference(Path binary, long seed) {
        List<Operations.Made> real;
        try (Subject etcd = new RealSubject(binary)) {
            real = Operations.random(seed, etcd);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        List<Operations.Made> model;
        try (Subject etcd = new ModelSubject(seed)) {
            model = Operations.again(real, etcd);
        }
        for (int i = 0; i < real.size(); i++) {
            if (!real.get(i).outcome().equals(model.get(i).outcome())) {
                return "seed " + seed + ": etcd said " + real.subList(0, i + 1) + "\n  the model said "
                        + model.get(i);
            }
        }
        return "";
    }
}
