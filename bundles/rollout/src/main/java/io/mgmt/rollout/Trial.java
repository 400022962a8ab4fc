// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import io.mgmt.agent.Agent;
import io.mgmt.store.Store;
import io.mgmt.store.StoreException;
import io.mgmt.store.Txn;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Follows one trial, tells of each host, and ends it. */
final class Trial {

    /** How long hosts that have a session are waited for; see {@link Rounds#TRIAL}. */
    static final Duration ANSWERS = Duration.ofSeconds(60);
    /** How long it may take until what was taken back is gone. */
    private static final Duration RETURN = Duration.ofSeconds(30);

    private final Store store;
    private final Waiting waiting;
    private final PrintStream out;
    private final Release release;
    private final Artifact artifact;
    private final SortedSet<String> toldOf = new TreeSet<>();

    Trial(Store store, Waiting waiting, PrintStream out, Release release) {
        this.store = store;
        this.waiting = waiting;
        this.out = out;
        this.release = release;
        artifact = release.current().orElseThrow();
    }

    /** @return the exit code */
    int follow() throws InterruptedException {
        try {
            return end();
        } catch (StoreException e) {
            return silent();
        }
    }

    private int silent() {
        out.println("The store of the cluster does not answer. The cluster goes on by itself when it does; mgmt bundles"
                + " shows how far it is.");
        return Agent.FAILED;
    }

    private int end() throws InterruptedException {
        Optional<Standing> end = waiting.until(store, ANSWERS, this::isOver);
        if (end.isEmpty()) {
            return silent();
        }
        Optional<Release> now = end.get().release(release.name());
        Optional<Failure> failure = now.flatMap(Release::failure).filter(why -> why.attempt() == artifact.attempt());
        if (failure.isPresent()) {
            return takenBack(failure.get(), now.get());
        }
        if (!isCurrent(now)) {
            out.println("Another command has changed what is deployed as " + release.name() + " meanwhile; mgmt bundles"
                    + " shows it.");
            return Agent.FAILED;
        }
        if (end.get().that(true, release.name(), artifact.attempt()).isEmpty()) {
            return takesBack(now.get());
        }
        return kept(end.get(), now.get());
    }

    /** A bundle that runs nowhere is not kept: it may be what keeps the hosts from answering. */
    private int takesBack(Release now) throws InterruptedException {
        Failure why = new Failure("any host", "none has started it within " + ANSWERS.toSeconds() + " s",
                artifact.version(), artifact.attempt());
        Release after = now.takenBack(why);
        return written(now, after) ? takenBack(why, after) : end();
    }

    private boolean written(Release before, Release after) throws InterruptedException {
        Txn txn = Txn.of(new Txn.Put(RolloutKeys.release(before.name()), ReleaseJson.write(after), 0))
                .when(new Txn.ModifiedAt(RolloutKeys.release(before.name()), before.revision()));
        return Calls.await(store.commit(txn)).succeeded();
    }

    private boolean isCurrent(Optional<Release> now) {
        return now.flatMap(Release::current).filter(one -> one.attempt() == artifact.attempt()).isPresent();
    }

    private boolean isOver(Standing standing) {
        SortedSet<String> run = standing.that(true, release.name(), artifact.attempt());
        for (String host : run) {
            if (toldOf.add(host)) {
                out.println("  " + host + "  runs it");
            }
        }
        return !isCurrent(standing.release(release.name())) || !run.isEmpty() && run.containsAll(standing.hosts());
    }

    private int kept(Standing standing, Release now) throws InterruptedException {
        if (!written(now, now.kept())) {
            // In this very moment a host has taken it back, or somebody has replaced it.
            return end();
        }
        SortedSet<String> run = standing.that(true, release.name(), artifact.attempt());
        SortedSet<String> silent = new TreeSet<>(standing.hosts());
        silent.removeAll(run);
        out.println((silent.isEmpty() ? "Done: " : "Kept: ") + words() + " runs on " + run.size() + " of "
                + standing.hosts().size() + (standing.hosts().size() == 1 ? " host." : " hosts."));
        if (!silent.isEmpty()) {
            out.println("No answer within " + ANSWERS.toSeconds() + " s: " + String.join(", ", silent)
                    + ". They install it as soon as they can; mgmt bundles shows it.");
        }
        return Agent.DONE;
    }

    private int takenBack(Failure why, Release now) throws InterruptedException {
        out.println("  " + why.host() + "  failed: " + why.reason());
        Optional<Standing> end = waiting.until(store, RETURN, standing ->
                standing.that(true, release.name(), artifact.attempt()).isEmpty());
        SortedSet<String> left = end.map(standing -> standing.that(true, release.name(), artifact.attempt()))
                .orElse(new TreeSet<>());
        out.println("Taken back: " + words() + " does not run on " + why.host() + ", so it is "
                + (left.isEmpty() ? "gone from all hosts" : "going from all hosts; not yet from "
                        + String.join(", ", left)) + ". " + now.current().map(one -> "Version " + one.version()
                + " (" + one.shortHash() + ") is current again.").orElse("There was none before it."));
        return Agent.FAILED;
    }

    private String words() {
        return release.name() + " " + artifact.version();
    }
}
