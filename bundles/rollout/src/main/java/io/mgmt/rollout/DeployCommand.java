// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import io.mgmt.agent.Agent;
import io.mgmt.agent.Timers;
import io.mgmt.cluster.Host;
import io.mgmt.store.Commit;
import io.mgmt.store.Store;
import io.mgmt.store.StoreException;
import io.mgmt.store.Txn;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * {@code mgmt deploy JAR}: stores a bundle for all hosts, follows what becomes of it, and ends its trial. With
 * {@code --no-wait} the trial ends by itself.
 */
final class DeployCommand extends StoreCommand {

    private final Host host;
    private final Timers timers;
    private final Bundles bundles;
    private final Waiting waiting;

    DeployCommand(Supplier<Optional<Store>> store, Host host, Timers timers, Bundles bundles, Waiting waiting) {
        super(store);
        this.host = host;
        this.timers = timers;
        this.bundles = bundles;
        this.waiting = waiting;
    }

    @Override
    Task prepare(List<String> words) {
        List<String> files = words.stream().filter(word -> !word.startsWith("--")).toList();
        if (files.size() != 1) {
            throw new WrongInputException("mgmt deploy takes one jar, and was given " + files.size() + ".");
        }
        BundleJar jar = BundleJar.read(Path.of(files.get(0)).toAbsolutePath().normalize());
        Bundles.Other shipped = bundles.others().get(jar.name());
        if (shipped != null && shipped.from().startsWith(Bundles.Other.DEPLOY)) {
            throw new WrongInputException(host.name().value() + " has " + jar.name() + " of its own already, from "
                    + shipped.from() + " in its state directory. Take it away there, then deploy again. Nothing was"
                    + " changed.");
        }
        if (shipped != null) {
            throw new WrongInputException(jar.name() + " is part of this agent (" + shipped.from() + "), and that is"
                    + " not replaced from the cluster. Give your bundle another Bundle-SymbolicName: a policy decides"
                    + " by its service.ranking, not by its name. Nothing was changed.");
        }
        return (store, out) -> run(store, jar, !words.contains("--no-wait"), out);
    }

    private int run(Store store, BundleJar jar, boolean waits, PrintStream out) throws InterruptedException {
        DeployLock.Owner owner = new DeployLock.Owner(host.name().value(), timers.epochMillis());
        try (DeployLock lock = DeployLock.take(store, owner, "mgmt deploy of " + jar.name() + " " + jar.version())) {
            return deploy(store, lock, jar, waits, out);
        }
    }

    private int deploy(Store store, DeployLock lock, BundleJar jar, boolean waits, PrintStream out)
            throws InterruptedException {
        Standing before = Standing.read(store);
        int parts = Parts.count(jar.content().length);
        Artifact artifact = new Artifact(lock.revision(), jar.version(), jar.sha256(), jar.content().length, parts);
        Set<String> needed = new TreeSet<>(before.needed());
        needed.add(RolloutKeys.parts(jar.name(), jar.sha256()));
        Parts.prune(store, needed, lock.held());
        if (!Parts.write(store, jar, lock.held())) {
            throw new StoreException(StoreException.Effect.NONE, "the lease of this deploy"
                    + " ended while the bundle was being stored, so that it was not deployed", null);
        }
        Release release = before.release(jar.name()).map(one -> one.next(artifact, host.name().value(),
                timers.epochMillis())).orElse(Release.first(jar.name(), artifact, host.name().value(),
                        timers.epochMillis()));
        makeCurrent(store, lock, before, release);
        out.println(jar.name() + " " + jar.version() + " (" + artifact.shortHash() + ", " + artifact.bytes()
                + " bytes) is stored in the cluster, and current on trial."
                + before.release(jar.name()).flatMap(Release::current)
                        .map(one -> " Before: " + one.version() + " (" + one.shortHash() + ").").orElse(""));
        if (!waits) {
            out.println("It is kept after " + Rounds.TRIAL.toMinutes() + " min if no host takes it back; mgmt bundles"
                    + " shows how far it is.");
            return Agent.DONE;
        }
        out.println("The cluster goes on by itself: Ctrl-C only ends this report.");
        int exit = new Trial(store, waiting, out, release).follow();
        Parts.pruneLater(store, lock.held());
        return exit;
    }

    /** One small write, after all parts: a bundle of which half is there is never current. */
    private static void makeCurrent(Store store, DeployLock lock, Standing before, Release release)
            throws InterruptedException {
        String key = RolloutKeys.release(release.name());
        Txn.Condition asSeen = before.release(release.name())
                .<Txn.Condition>map(one -> new Txn.ModifiedAt(key, one.revision()))
                .orElse(before.wanted().unreadable().contains(release.name()) ? new Txn.Present(key)
                        : new Txn.Absent(key));
        Txn txn = Txn.of(new Txn.Put(key, ReleaseJson.write(release), 0)).when(asSeen).when(lock.held());
        try {
            Commit commit = Calls.await(store.commit(txn));
            if (commit.succeeded()) {
                return;
            }
        } catch (StoreException e) {
            if (e.effect() == StoreException.Effect.NONE) {
                throw e;
            }
            // Whether it was written shows below.
        }
        long attempt = release.current().orElseThrow().attempt();
        Optional<Release> now = KeyReader.release(release.name(), Calls.await(store.get(key)).first());
        boolean isThere = now.flatMap(Release::current).filter(one -> one.attempt() == attempt).isPresent()
                || now.flatMap(Release::failure).filter(why -> why.attempt() == attempt).isPresent();
        if (!isThere) {
            throw new StoreException(StoreException.Effect.NONE, "somebody else has changed what is deployed as "
                    + release.name() + " meanwhile", null);
        }
    }
}
