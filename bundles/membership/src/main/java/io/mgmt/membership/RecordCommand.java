// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Agent;
import io.mgmt.agent.Command;
import io.mgmt.cluster.ViewedHost;
import io.mgmt.core.identity.Keys;
import io.mgmt.store.Commit;
import io.mgmt.store.KeyValue;
import io.mgmt.store.Store;
import io.mgmt.store.StoreException;
import io.mgmt.store.Txn;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * {@code mgmt forget HOST} and {@code mgmt pardon HOST}: what a person says about the record of a host.
 * A host that is forgotten went on purpose, so that its absence is no outage; one that is pardoned is not
 * banned any more, and its failures no longer count.
 */
final class RecordCommand implements Command {

    private final boolean forgets;
    private final Inquiry inquiry;
    private final Supplier<Optional<Store>> store;

    private RecordCommand(boolean forgets, Inquiry inquiry, Supplier<Optional<Store>> store) {
        this.forgets = forgets;
        this.inquiry = inquiry;
        this.store = store;
    }

    static RecordCommand forget(Inquiry inquiry, Supplier<Optional<Store>> store) {
        return new RecordCommand(true, inquiry, store);
    }

    static RecordCommand pardon(Inquiry inquiry, Supplier<Optional<Store>> store) {
        return new RecordCommand(false, inquiry, store);
    }

    @Override
    public int run(List<String> words, PrintStream out, PrintStream err) throws InterruptedException {
        String name = String.join(" ", Arguments.of(words).words());
        Seen seen = inquiry.look();
        Optional<Store> present = store.get();
        if (!(seen instanceof Seen.Now now) || present.isEmpty()) {
            err.println(inquiry.refusal(seen) + "\nNothing was written.");
            return Agent.FAILED;
        }
        List<ViewedHost> hosts = now.outlook().view().hosts();
        Optional<ViewedHost> host = now.outlook().view().host(name);
        if (host.isEmpty()) {
            err.println(Phrases.unknownHost(name, hosts.stream().map(ViewedHost::name).toList()));
            return Agent.WRONG_INPUT;
        }
        if (forgets && host.get().session().alive()) {
            err.println(name + " is here: only a host that has gone can be forgotten. Stop its agent first, or leave"
                    + " it. Nothing was written.");
            return Agent.WRONG_INPUT;
        }
        try {
            return write(present.get(), name, out, err);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreException failure) {
                err.println("This could not be written: " + failure.getMessage() + ". Try again.");
                return Agent.FAILED;
            }
            throw new IllegalStateException(e);
        }
    }

    private int write(Store present, String name, PrintStream out, PrintStream err)
            throws InterruptedException, ExecutionException {
        Optional<KeyValue> record = present.get(Keys.memory(name)).get().first();
        List<Txn.Write> writes = new ArrayList<>();
        List<Txn.Condition> conditions = new ArrayList<>();
        if (record.isPresent()) {
            Map<String, Object> fields = new LinkedHashMap<>(Json.fields(record.get().value()));
            fields.put(forgets ? "left" : "failures", forgets ? Boolean.TRUE : Integer.valueOf(0));
            writes.add(new Txn.Put(Keys.memory(name), Json.text(fields), 0));
            conditions.add(new Txn.ModifiedAt(Keys.memory(name), record.get().modRevision()));
        }
        if (!forgets) {
            writes.add(new Txn.Delete(Keys.banned(name)));
        }
        Commit commit = present.commit(new Txn(conditions, writes)).get();
        if (!commit.succeeded()) {
            err.println("The record of " + name + " has changed just now. Try again.");
            return Agent.FAILED;
        }
        out.println(forgets ? name + " is forgotten: that it is gone is no outage. It may come back any time."
                : name + " is pardoned: it may be chosen again at once.");
        return Agent.DONE;
    }
}
