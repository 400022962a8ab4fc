// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Agent;
import io.mgmt.agent.Command;
import io.mgmt.core.identity.Keys;
import io.mgmt.core.membership.Plan;
import io.mgmt.membership.Progress.Outcome;
import io.mgmt.store.Store;
import io.mgmt.store.StoreException;
import io.mgmt.store.Txn;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * {@code mgmt resize N}: shows the plan, writes the size, and follows the steps until it is reached or
 * nothing more can be done. With {@code --no-wait} it only writes.
 */
final class ResizeCommand implements Command {

    private final Inquiry inquiry;
    private final int mostVoters;
    private final Supplier<Optional<Store>> store;
    private final BiFunction<Store, Long, Feed> feeds;

    /** @param feeds the decisions from a revision on */
    ResizeCommand(Inquiry inquiry, int mostVoters, Supplier<Optional<Store>> store,
            BiFunction<Store, Long, Feed> feeds) {
        this.inquiry = inquiry;
        this.mostVoters = mostVoters;
        this.store = store;
        this.feeds = feeds;
    }

    @Override
    public int run(List<String> words, PrintStream out, PrintStream err) throws InterruptedException {
        try {
            Arguments arguments = Arguments.of(words);
            int size = arguments.size(mostVoters);
            Seen seen = inquiry.look();
            Optional<Store> present = store.get();
            if (!(seen instanceof Seen.Now now) || present.isEmpty()) {
                err.println(inquiry.refusal(seen) + "\nNothing was written.");
                return Agent.FAILED;
            }
            if (now.outlook().isForeign()) {
                err.println("This etcd is managed by others: its members belong to no agent, so their number is not"
                        + " ours to change. Nothing was written.");
                return Agent.WRONG_INPUT;
            }
            return resize(size, arguments, now.outlook(), present.get(), out);
        } catch (WrongInputException e) {
            err.println(e.getMessage());
            return Agent.WRONG_INPUT;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreException failure) {
                err.println("The size could not be written: " + failure.getMessage() + ". "
                        + (failure.effect() == StoreException.Effect.NONE ? "Nothing was changed; try again."
                                : "Whether it was is not known: see mgmt members, and try again."));
                return Agent.FAILED;
            }
            throw new IllegalStateException(e);
        }
    }

    private int resize(int size, Arguments arguments, Outlook before, Store present, PrintStream out)
            throws InterruptedException, ExecutionException {
        boolean waits = !arguments.flags().contains("--no-wait");
        Optional<String> written = before.view().wanted().written();
        boolean isNews = written.filter(Integer.toString(size)::equals).isEmpty();
        Outlook wanted = before.wanting(size);
        Plan plan = wanted.plan();
        PrintStream text = arguments.isJson()
                ? new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8) : out;
        text.print(ClusterText.warnings(wanted));
        text.print(ClusterText.plan(wanted, plan));
        Outcome outcome;
        try (Feed feed = feeds.apply(present, before.view().moment().revision() + 1)) {
            if (isNews) {
                present.commit(Txn.of(new Txn.Put(Keys.IDEAL_CLUSTER_SIZE, Integer.toString(size), 0))).get();
            }
            text.println("idealClusterSize " + (isNews ? "was " + written.map(old -> "\"" + old + "\"")
                    .orElse("missing") + " and is " + size + " now." : "is " + size + " already; nothing was written."));
            boolean follows = waits && !Progress.isOver(wanted);
            if (follows) {
                text.println("The cluster goes on by itself: Ctrl-C only ends this report.");
            }
            outcome = follows ? new Progress(inquiry, feed, line -> text.println("  " + line)).follow(size)
                    : Progress.present(wanted);
        }
        if (arguments.isJson()) {
            out.println(ClusterJson.text(json(size, written, isNews, ClusterJson.plan(wanted, plan), outcome)));
        } else if (waits) {
            out.println(words(outcome));
        }
        return Agent.DONE;
    }

    private static String words(Outcome outcome) {
        String strength = Phrases.strength(outcome.strength());
        return outcome.reached() ? "Done: " + strength + "."
                : "Not reached yet: " + strength + "; wanted " + outcome.wanted() + ". It waits: "
                        + outcome.waitsFor() + ".";
    }

    private static Map<String, Object> json(int size, Optional<String> before, boolean isNews,
            Map<String, Object> plan, Outcome outcome) {
        List<Object> decisions = new ArrayList<>();
        outcome.decisions().forEach(one -> decisions.add(Json.object("step", one.step(), "host", one.host(),
                "reason", one.reason(), "by", one.by(), "revision", one.revision())));
        return Json.object("size", size, "before", before.orElse(null), "written", isNews, "plan", plan,
                "decisions", decisions, "result", ClusterJson.strength(outcome.strength()),
                "reached", outcome.reached(), "waitsFor", outcome.waitsFor());
    }
}
