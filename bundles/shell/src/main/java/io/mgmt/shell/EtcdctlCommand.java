// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import io.mgmt.agent.Agent;
import io.mgmt.agent.Command;
import io.mgmt.etcd.Members;
import io.mgmt.etcd.RefusedException;
import io.mgmt.store.Event;
import io.mgmt.store.KeyValue;
import io.mgmt.store.Snapshot;
import io.mgmt.store.Store;
import io.mgmt.store.StoreException;
import io.mgmt.store.Txn;
import io.mgmt.store.WatchListener;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The few words of etcdctl that people need most, for machines on which there is no etcdctl. Prints
 * what etcdctl prints in its simple format.
 */
@Component(property = {Command.NAME + "=etcdctl",
    Command.DESCRIPTION + "=Answers the words of etcdctl that people need most, from this agent's connection.",
    Command.DESCRIPTION + "=WORD: get KEY, put KEY VALUE, del KEY, watch KEY, member list, member remove ID,"
            + " endpoint status. With --prefix all keys that begin with KEY are meant.",
    Command.USAGE + "=WORD [KEY] [VALUE] [--prefix]"})
public final class EtcdctlCommand implements Command {

    private static final String USAGE = "Without an etcdctl on this machine there are only: get KEY [--prefix],"
            + " put KEY VALUE, del KEY [--prefix], watch KEY [--prefix], member list, member remove ID,"
            + " endpoint status."
            + "\n  For the rest install etcdctl (Debian: apt-get install etcd-client).";

    private final Store store;
    private final Members members;

    @Activate
    public EtcdctlCommand(@Reference Store store, @Reference Members members) {
        this.store = store;
        this.members = members;
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) throws InterruptedException {
        List<String> words = new ArrayList<>(arguments);
        boolean prefix = words.remove("--prefix");
        String verb = words.isEmpty() ? "" : words.get(0);
        try {
            if (verb.equals("get") && words.size() == 2) {
                print(read(words.get(1), prefix), out);
            } else if (verb.equals("put") && words.size() == 3) {
                store.commit(Txn.of(new Txn.Put(words.get(1), words.get(2), 0))).join();
                out.println("OK");
            } else if (verb.equals("del") && words.size() == 2) {
                out.println(delete(read(words.get(1), prefix)));
            } else if (verb.equals("watch") && words.size() == 2) {
                return watch(words.get(1), prefix, out);
            } else if (words.equals(List.of("member", "list"))) {
                members.list().join().forEach(member -> out.println(describe(member)));
            } else if (words.size() == 3 && words.subList(0, 2).equals(List.of("member", "remove"))) {
                members.remove(words.get(2)).join();
                out.println("Member " + words.get(2) + " removed from cluster " + store.clusterId());
            } else if (words.equals(List.of("endpoint", "status"))) {
                status(out);
            } else {
                err.println(USAGE);
                return Agent.WRONG_INPUT;
            }
            return Agent.DONE;
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreException || e.getCause() instanceof RefusedException) {
                err.println(e.getCause().getMessage());
                return Agent.FAILED;
            }
            throw e;
        }
    }

    private Snapshot read(String key, boolean prefix) {
        return (prefix ? store.list(key) : store.get(key)).join();
    }

    private static void print(Snapshot snapshot, PrintStream out) {
        for (KeyValue entry : snapshot.entries()) {
            out.println(entry.key());
            out.println(entry.value());
        }
    }

    private int delete(Snapshot snapshot) {
        List<Txn.Write> deletes = new ArrayList<>();
        snapshot.entries().forEach(entry -> deletes.add(new Txn.Delete(entry.key())));
        for (int from = 0; from < deletes.size(); from += Txn.MOST) {
            store.commit(new Txn(List.of(), deletes.subList(from, Math.min(from + Txn.MOST, deletes.size())))).join();
        }
        return deletes.size();
    }

    /** Prints changes until the person gives up, or the history is gone. */
    private int watch(String key, boolean prefix, PrintStream out) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        long next = store.get(key).join().revision() + 1;
        Store.Subscription subscription = store.watch(key, next, new WatchListener() {
            @Override
            public void changed(long revision, List<Event> events) {
                events.stream().filter(e -> prefix || e.entry().key().equals(key)).forEach(e -> print(e, out));
                if (out.checkError()) {
                    over.countDown();
                }
            }

            @Override
            public void compacted(long revision) {
                over.countDown();
            }
        });
        try {
            over.await();
        } finally {
            subscription.close();
        }
        return Agent.DONE;
    }

    private static void print(Event event, PrintStream out) {
        out.println(event.deleted() ? "DELETE" : "PUT");
        out.println(event.entry().key());
        out.println(event.entry().value());
    }

    private static String describe(Members.Member member) {
        return String.join(", ", member.id(), member.name().isEmpty() ? "unstarted" : "started", member.name(),
                String.join(",", member.peerUrls()), String.join(",", member.clientUrls()),
                String.valueOf(member.learner()));
    }

    private void status(PrintStream out) {
        for (Members.Member member : members.list().join()) {
            for (String url : member.clientUrls()) {
                Members.Status status = members.status(url).join();
                out.println(String.join(", ", url, status.memberId(), status.version(),
                        status.databaseBytes() / 1024 + " kB",
                        String.valueOf(status.memberId().equals(status.leaderId())),
                        String.valueOf(status.learner()), String.valueOf(status.raftTerm()),
                        String.valueOf(status.raftIndex())));
            }
        }
    }
}
