// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;

/**
 * Runs schedules: {@code [number of schedules] [first seed] [the only faults, with commas]}, as many at a time
 * as there are cores, or as {@code -Dthreads=} says. With {@code -Dseed=} it runs that one and prints its
 * trace. {@code hosts <number>} measures instead what so many of them cost etcd.
 */
public final class Main {

    private static final int MOST_LINES = 60;
    private static final int MOST_VIOLATIONS = 20;
    private static final int REPORT_EVERY = 1000;
    private static final int THREADS = Integer.getInteger("threads", Runtime.getRuntime().availableProcessors());
    /** So many times as many schedules as there are threads may be under way. */
    private static final int AHEAD = 16;

    private Main() {
    }

    /** Ends with 1 if an invariant was broken. */
    public static void main(String[] arguments) {
        Optional<String> only = arguments.length > 2 ? Optional.of(arguments[2]) : Optional.empty();
        Long seed = Long.getLong("seed");
        if (seed != null) {
            Schedule.Result result = Schedule.run(seed, true, only);
            result.trace().lines().forEach(System.out::println);
            System.out.println(words(result) + " trace=" + result.trace().hash());
            System.exit(result.violation().isPresent() ? 1 : 0);
        }
        if (arguments.length > 1 && arguments[0].equals("hosts")) {
            System.out.println(Crowd.of(Integer.parseInt(arguments[1]), 1));
            return;
        }
        int schedules = arguments.length > 0 ? Integer.parseInt(arguments[0]) : REPORT_EVERY;
        long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        System.exit(run(schedules, first, only, System.out) == 0 ? 0 : 1);
    }

    /**
     * Runs schedules, each on one thread and several at a time; they are told in the order of their seeds.
     *
     * @return how many broke an invariant
     */
    static int run(int schedules, long first, Optional<String> only, PrintStream out) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, action -> {
            Thread thread = new Thread(action, "schedules");
            thread.setDaemon(true);
            return thread;
        });
        try {
            return run(schedules, first, seed -> threads.submit(() -> Schedule.run(seed, false, only)),
                    only, out);
        } finally {
            threads.shutdownNow();
        }
    }

    private static int run(int schedules, long first, LongFunction<Future<Schedule.Result>> begin,
            Optional<String> only, PrintStream out) {
        long began = System.nanoTime();
        long events = 0;
        double simulated = 0;
        int broken = 0;
        Deque<Future<Schedule.Result>> running = new ArrayDeque<>();
        for (int i = 0, begun = 0; i < schedules && broken < MOST_VIOLATIONS; i++) {
            // Few, because what has ended holds its whole world until it is told.
            while (begun < schedules && running.size() < AHEAD * THREADS) {
                running.add(begin.apply(first + begun++));
            }
            Schedule.Result result = result(running.remove(), first + i);
            events += result.events();
            simulated += result.seconds();
            if (result.violation().isPresent()) {
                broken++;
                tell(result, only, out);
            }
            if ((i + 1) % REPORT_EVERY == 0 || i + 1 == schedules) {
                double seconds = (System.nanoTime() - began) / 1e9;
                out.printf(Locale.ROOT, "%d schedules, %d violations, %.1f h simulated, %d events, in %.1f s: %.1f"
                        + " schedules/s%n", i + 1, broken, simulated / 3600, events, seconds,
                        (i + 1) / seconds);
            }
        }
        return broken;
    }

    private static Schedule.Result result(Future<Schedule.Result> running, long seed) {
        try {
            return running.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at seed " + seed, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("seed " + seed + " does not come to its end", e.getCause());
        }
    }

    /** What was broken, and how it came to that. */
    static void tell(Schedule.Result result, Optional<String> only, PrintStream out) {
        out.println("seed " + result.seed() + " breaks " + result.violation().orElseThrow());
        Schedule.Result again = Schedule.run(result.seed(), true, only);
        again.trace().last(MOST_LINES).forEach(line -> out.println("  " + line));
        if (again.fingerprint() != result.fingerprint()) {
            out.println("  The replay went another way: the simulator is broken.");
        }
    }

    private static String words(Schedule.Result result) {
        return "seed=" + result.seed() + " violation=" + result.violation().map(Object::toString).orElse("none")
                + " events=" + result.events() + " seconds=" + result.seconds() + " promotions="
                + result.promotions() + " removals=" + result.removals() + " fingerprint="
                + Long.toHexString(result.fingerprint());
    }
}
