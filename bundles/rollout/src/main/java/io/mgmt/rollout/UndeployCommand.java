// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import io.mgmt.agent.Agent;
import io.mgmt.agent.Timers;
import io.mgmt.cluster.Host;
import io.mgmt.store.Store;
import io.mgmt.store.StoreException;
import io.mgmt.store.Txn;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/** {@code mgmt undeploy NAME}: takes a bundle back from all hosts. */
final class UndeployCommand extends StoreCommand {

    private final Host host;
    private final Timers timers;
    private final Waiting waiting;

    UndeployCommand(Supplier<Optional<Store>> store, Host host, Timers timers, Waiting waiting) {
        super(store);
        this.host = host;
        this.timers = timers;
        this.waiting = waiting;
    }

    @Override
    Task prepare(List<String> words) {
        List<String> names = words.stream().filter(word -> !word.startsWith("--")).toList();
        if (names.size() != 1) {
            throw new WrongInputException("mgmt undeploy takes one name, and was given " + names.size() + ".");
        }
        return (store, out) -> run(store, names.get(0), !words.contains("--no-wait"), out);
    }

    private int run(Store store, String name, boolean waits, PrintStream out) throws InterruptedException {
        DeployLock.Owner owner = new DeployLock.Owner(host.name().value(), timers.epochMillis());
        try (DeployLock lock = DeployLock.take(store, owner, "mgmt undeploy of " + name)) {
            Standing before = Standing.read(store);
            SortedSet<String> known = new TreeSet<>(before.wanted().releases().keySet());
            known.addAll(before.wanted().unreadable());
            if (!known.contains(name)) {
                throw new WrongInputException("Nothing is deployed as \"" + name + "\". " + (known.isEmpty()
                        ? "Nothing is deployed at all." : "Deployed: " + String.join(", ", known) + ".")
                        + " Nothing was changed.");
            }
            Txn txn = Txn.of(new Txn.Delete(RolloutKeys.release(name))).when(lock.held());
            if (!Calls.await(store.commit(txn)).succeeded()) {
                throw new StoreException(StoreException.Effect.NONE, "the lease of this command has just ended", null);
            }
            out.println(name + " is not deployed any more.");
            if (waits) {
                follow(store, name, before, out);
            }
            Parts.pruneLater(store, lock.held());
            return Agent.DONE;
        }
    }

    private void follow(Store store, String name, Standing before, PrintStream out)
            throws InterruptedException {
        SortedSet<String> had = left(before, name);
        SortedSet<String> told = new TreeSet<>();
        Optional<Standing> end = waiting.until(store, Trial.ANSWERS, standing -> {
            for (String one : standing.hosts()) {
                if (standing.entry(one, name).isEmpty() && had.contains(one) && told.add(one)) {
                    out.println("  " + one + "  is without it");
                }
            }
            return left(standing, name).isEmpty();
        });
        SortedSet<String> left = end.map(standing -> left(standing, name)).orElse(had);
        out.println(left.isEmpty() ? "Done: it runs on no host."
                : "No answer within " + Trial.ANSWERS.toSeconds() + " s: " + String.join(", ", left)
                        + ". They take it away as soon as they can.");
    }

    private static SortedSet<String> left(Standing standing, String name) {
        SortedSet<String> left = new TreeSet<>(standing.hosts());
        left.removeIf(one -> standing.entry(one, name).isEmpty());
        return left;
    }
}
