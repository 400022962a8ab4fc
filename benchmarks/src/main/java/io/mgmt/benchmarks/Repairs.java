// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Spoils a file again and again and takes the time, from right before that, until it is repaired.
 */
final class Repairs {

    private static final Duration MOST = Duration.ofSeconds(20);

    /** Between two, so that each begins with an agent at rest; never in step with anything. */
    private static final long REST_MILLIS = 37;

    private final Agent agent;
    private final Probe probe;
    private final Path file;
    private final String content;
    private final int times;

    Repairs(Agent agent, Probe probe, Path file, String content, int times) {
        this.agent = agent;
        this.probe = probe;
        this.file = file;
        this.content = content;
        this.times = times;
    }

    /** Emptied and written, as an editor or a shell does. */
    Samples overwritten() throws IOException, InterruptedException, MeasureException {
        return each(() -> Files.writeString(file, "wrong\n"));
    }

    /** Another file renamed over it, as careful programs do. */
    Samples replaced() throws IOException, InterruptedException, MeasureException {
        Path other = file.resolveSibling(file.getFileName() + ".other");
        return each(() -> {
            Files.writeString(other, "wrong\n");
            long started = System.nanoTime();
            Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
            return started;
        });
    }

    Samples deleted() throws IOException, InterruptedException, MeasureException {
        return each(() -> Files.delete(file));
    }

    /** Spoils the file and says when it began to. */
    private interface Spoiler {
        long spoil() throws IOException;
    }

    private interface Damage {
        void now() throws IOException;
    }

    private Samples each(Damage damage) throws IOException, InterruptedException, MeasureException {
        return each((Spoiler) () -> {
            long started = System.nanoTime();
            damage.now();
            return started;
        });
    }

    private Samples each(Spoiler spoiler)
            throws IOException, InterruptedException, MeasureException {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            Thread.sleep(REST_MILLIS + i % 7);
            long started = spoiler.spoil();
            millis.add(probe.millisUntil(file, content, started, MOST, agent::isAlive));
        }
        return new Samples(millis);
    }
}
