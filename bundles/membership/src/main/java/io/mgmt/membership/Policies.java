// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Timers;
import io.mgmt.agent.Timers.Timer;
import io.mgmt.cluster.ClusterView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policies of one kind that are installed; the best that answers decides. They are somebody else's
 * code: each is asked on a thread that is not ours, and one that throws, takes too long or answers nonsense
 * is passed over for the next best. For any thread.
 *
 * @param <P> the service
 * @param <A> what it answers
 */
final class Policies<P, A> {

    /** Within which a policy has to answer. */
    static final Duration LIMIT = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Policies.class);

    private final String host;
    private final String kind;
    private final Timers timers;
    private final Executor threads;
    private final BiFunction<P, ClusterView, A> question;
    private final Function<A, Optional<String>> objection;
    /** The best first. */
    private volatile List<Chair<P>> chairs = List.of();

    /**
     * Tells what they are asked.
     *
     * @param kind in a word, such as {@code sizing}
     * @param threads runs each question; it may never come back
     * @param objection why an answer is of no use, in words; empty if it is
     */
    Policies(String host, String kind, Timers timers, Executor threads, BiFunction<P, ClusterView, A> question,
            Function<A, Optional<String>> objection) {
        this.host = host;
        this.kind = kind;
        this.timers = timers;
        this.threads = threads;
        this.question = question;
        this.objection = objection;
    }

    String kind() {
        return kind;
    }

    /** Those that are there from now on. One that is not any more has no say, even if it was asked before. */
    void set(List<Installed<P>> now) {
        List<Chair<P>> next = new ArrayList<>();
        List<Chair<P>> gone;
        synchronized (this) {
            gone = new ArrayList<>(chairs);
            for (Installed<P> one : now.stream().sorted(Installed.BEST_FIRST).toList()) {
                Chair<P> chair = chairs.stream().filter(old -> old.isOf(one)).findFirst()
                        .orElseGet(() -> new Chair<>(one));
                gone.remove(chair);
                next.add(chair);
            }
            chairs = List.copyOf(next);
        }
        gone.forEach(Chair::leave);
    }

    /** Asks the best, and as long as there is no answer the next best. */
    CompletableFuture<Verdict<A>> ask(ClusterView view) {
        return ask(chairs.stream().filter(chair -> !chair.holder().label().shadow()).toList(), view, List.of());
    }

    private CompletableFuture<Verdict<A>> ask(List<Chair<P>> line, ClusterView view, List<Opinion<A>> passed) {
        if (line.isEmpty()) {
            return CompletableFuture.completedFuture(new Verdict<>(Optional.empty(), passed));
        }
        return ask(line.get(0), view).thenCompose(opinion -> {
            if (opinion.answer().isPresent()) {
                return CompletableFuture.completedFuture(new Verdict<>(Optional.of(opinion), passed));
            }
            List<Opinion<A>> more = new ArrayList<>(passed);
            more.add(opinion);
            return ask(line.subList(1, line.size()), view, more);
        });
    }

    /** Asks those that are only listened to. */
    CompletableFuture<List<Opinion<A>>> shadows(ClusterView view) {
        return askAll(chairs.stream().filter(chair -> chair.holder().label().shadow()).toList(), view);
    }

    /** Asks all, the best first, whether they decide or not. */
    CompletableFuture<List<Opinion<A>>> all(ClusterView view) {
        return askAll(chairs, view);
    }

    private CompletableFuture<List<Opinion<A>>> askAll(List<Chair<P>> some, ClusterView view) {
        List<CompletableFuture<Opinion<A>>> answers = some.stream().map(chair -> ask(chair, view)).toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done -> answers.stream().map(CompletableFuture::join).toList());
    }

    private CompletableFuture<Opinion<A>> ask(Chair<P> chair, ClusterView view) {
        Installed.Label policy = chair.holder().label();
        if (chair.isOverdue()) {
            return CompletableFuture.completedFuture(Opinion.none(policy, "it has not answered yet"));
        }
        CompletableFuture<Opinion<A>> answer = new CompletableFuture<>();
        Chair<P>.Question asked = chair.ask(() -> answer.complete(Opinion.none(policy, "it has just gone")));
        Timer limit = timers.after(LIMIT, () -> {
            if (answer.complete(Opinion.none(policy, "it took over " + LIMIT.toSeconds() + " s"))) {
                asked.passed();
            }
        });
        answer.thenAccept(opinion -> {
            limit.close();
            tell(chair, opinion);
        });
        try {
            threads.execute(() -> asked.answer(() -> answer.complete(opinion(chair.holder(), view))));
        } catch (RejectedExecutionException e) {
            asked.answer(() -> answer.complete(Opinion.none(policy, "no thread is free to ask it")));
        }
        return answer;
    }

    private Opinion<A> opinion(Installed<P> installed, ClusterView view) {
        Installed.Label policy = installed.label();
        try {
            A answer = question.apply(installed.policy(), view);
            Optional<String> problem = answer == null ? Optional.of("it answers null") : objection.apply(answer);
            return problem.isPresent() ? Opinion.none(policy, problem.get()) : Opinion.of(policy, answer);
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            // Somebody else's code: whatever it throws, the next one is asked.
            LOG.debug("{} asked a policy in vain: kind={} policy={}", host, kind, policy.name(), e);
            // A log line has it in quotation marks.
            return Opinion.none(policy, "it failed with " + e.toString().replace('"', '\''));
        }
    }

    /** Once for each change: it is asked many times a minute. */
    private void tell(Chair<P> chair, Opinion<A> opinion) {
        String before = chair.problem(opinion.problem());
        if (!opinion.problem().isEmpty() && before.isEmpty()) {
            LOG.warn("{} passes over a policy: kind={} policy={} reason=\"{}\"", host, kind, opinion.name(),
                    opinion.problem());
        } else if (opinion.problem().isEmpty() && !before.isEmpty()) {
            LOG.info("{} heeds a policy again: kind={} policy={}", host, kind, opinion.name());
        }
    }
}
