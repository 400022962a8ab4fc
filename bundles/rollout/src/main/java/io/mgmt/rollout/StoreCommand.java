// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import io.mgmt.agent.Agent;
import io.mgmt.agent.Command;
import io.mgmt.store.Store;
import io.mgmt.store.StoreException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A command that needs the store, with the messages and exit codes that all of them share. */
abstract class StoreCommand implements Command {

    private final Supplier<Optional<Store>> store;

    /** @param store the one that can be used at present */
    StoreCommand(Supplier<Optional<Store>> store) {
        this.store = store;
    }

    @Override
    public final int run(List<String> words, PrintStream out, PrintStream err) throws InterruptedException {
        try {
            Optional<Store> present = store.get();
            if (present.isEmpty()) {
                err.println("The store of the cluster does not answer. Nothing was changed; mgmt members tells what is"
                        + " missing.");
                return Agent.FAILED;
            }
            return run(present.get(), words, out);
        } catch (WrongInputException e) {
            err.println(e.getMessage());
            return Agent.WRONG_INPUT;
        } catch (StoreException e) {
            err.println("The store of the cluster failed: " + e.getMessage() + ". " + (e.effect()
                    == StoreException.Effect.NONE ? "Try again." : "Whether something was written is not known: see"
                            + " mgmt bundles or mgmt config, and try again."));
            return Agent.FAILED;
        }
    }

    /** @return the exit code */
    abstract int run(Store present, List<String> words, PrintStream out) throws InterruptedException;
}
