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
            Task task = prepare(words);
            Optional<Store> present = store.get();
            if (present.isEmpty()) {
                err.println("The store of the cluster does not answer. Nothing was changed; mgmt members tells what is"
                        + " missing.");
                return Agent.FAILED;
            }
            return task.run(present.get(), out);
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

    /** What is left to do once there is a store. */
    interface Task {
        /** @return the exit code */
        int run(Store present, PrintStream out) throws InterruptedException;
    }

    /**
     * Looks at the words, so that wrong ones are told with or without a store.
     *
     * @throws WrongInputException saying what is wrong
     */
    abstract Task prepare(List<String> words);
}
