// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import static org.junit.Assert.assertEquals;

import io.mgmt.etcd.server.EtcdBinaries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.Test;

/**
 * The model of etcd gives the answers of the real one: {@code -Dsequences=} says how many random
 * sequences are compared, {@code -Dseed=} where they begin.
 */
public class RealEtcdIT {

    private static final int SEQUENCES = Integer.getInteger("sequences", 20);
    private static final long FIRST = Long.getLong("seed", 1);
    private static final String VERSION = "3.7.2";
    /** Most of the time is etcd's own waiting. */
    private static final int AT_ONCE = 6;
    /**
     * Both lose an election or a publication by chance, which takes seconds; that is no difference. The
     * model is asked again, by other dice, until it was not later than etcd.
     */
    private static final int MODELS = 20;
    private static final double PACE_SECONDS = 0.5;

    @Test
    public void theModelAnswersAsEtcdDoes() throws IOException, InterruptedException, ExecutionException {
        Path binary = EtcdBinaries.of("", "").version(VERSION, System.err::println).path();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<String>> running = LongStream.range(FIRST, FIRST + SEQUENCES)
                    .mapToObj(seed -> threads.submit(() -> difference(binary, seed))).toList();
            List<String> differences = new ArrayList<>();
            for (Future<String> one : running) {
                String words = one.get();
                if (!words.isEmpty()) {
                    differences.add(words);
                }
            }
            assertEquals(String.join("\n", differences), 0, differences.size());
        } finally {
            threads.shutdownNow();
        }
    }

    private static String difference(Path binary, long seed) {
        List<Operations.Made> real;
        try (Subject etcd = new RealSubject(binary)) {
            real = Operations.random(seed, etcd);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        for (int i = 0; i < MODELS; i++) {
            List<Operations.Made> model;
            try (Subject etcd = new ModelSubject(seed + i * (long) SEQUENCES)) {
                model = Operations.again(real, etcd);
            }
            if (keptPace(real, model)) {
                return difference(seed, real, model);
            }
        }
        return "seed " + seed + ": the model is slower than etcd was: " + real;
    }

    private static boolean keptPace(List<Operations.Made> real, List<Operations.Made> model) {
        return IntStream.range(0, real.size())
                .allMatch(i -> model.get(i).seconds() - real.get(i).seconds() < PACE_SECONDS);
    }

    private static String difference(long seed, List<Operations.Made> real, List<Operations.Made> model) {
        for (int i = 0; i < real.size(); i++) {
            if (!real.get(i).outcome().equals(model.get(i).outcome())) {
                return "seed " + seed + ": etcd said " + real.subList(0, i + 1) + "\n  the model said "
                        + model.get(i);
            }
        }
        return "";
    }
}
