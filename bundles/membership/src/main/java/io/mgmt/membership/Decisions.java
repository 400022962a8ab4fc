// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Sizing;
import io.mgmt.cluster.ViewedHost;
import io.mgmt.cluster.ViewedMember;
import io.mgmt.core.identity.Keys;
import io.mgmt.core.membership.Step;
import io.mgmt.store.Store;
import io.mgmt.store.Txn;
import io.mgmt.store.Txn.Put;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The log of decisions: the newest {@link #MOST}, and each only once while it stays the same. */
final class Decisions {

    static final int MOST = 1000;
    /** Of the hosts that are no members, a view tells this many: there may be thousands. */
    private static final int MOST_HOSTS = 50;

    private final Deque<String> kept = new ArrayDeque<>();
    private boolean isRead;
    private String last = "";

    /** Finds out, once, which ones there are. */
    CompletableFuture<Void> read(Store store) {
        return isRead ? CompletableFuture.completedFuture(null)
                : store.keys(Keys.DECISIONS).thenAccept(this::found);
    }

    boolean isRead() {
        return isRead;
    }

    private void found(List<String> keys) {
        kept.clear();
        kept.addAll(keys);
        isRead = true;
    }

    /** True if this is another one than the last. */
    boolean isNews(Step step) {
        return !words(step).equals(last);
    }

    /** Nobody else leads: what was decided last is known. */
    void forget() {
        isRead = false;
        last = "";
    }

    /** @return empty if it is the same as the last one */
    Optional<Put> record(ClusterView view, Step step, String by, Verdict<Sizing> sizing) {
        if (!isNews(step)) {
            return Optional.empty();
        }
        return Optional.of(new Put(Keys.decision(view.moment().revision()), Json.text(Json.object(
                "step", step.getClass().getSimpleName(), "host", step.host(),
                "memberId", step.memberId(), "reason", step.reason(), "wanted",
                sizing.answer().map(Sizing::voters).orElse(view.wanted().voters()), "policy", sizing.by(),
                "policyReason", sizing.answer().map(Sizing::reason).orElse(""), "by", by,
                "revision", view.moment().revision(), "timeMillis", view.moment().timeMillis(),
                "view", view(view))), 0));
    }

    /** It was written. */
    void recorded(Step step, Optional<Put> put) {
        last = words(step);
        put.filter(written -> !kept.contains(written.key())).ifPresent(written -> kept.add(written.key()));
    }

    /** What is to be deleted, so that only the newest are kept. */
    Optional<Txn> prune(Txn.Condition guard) {
        if (kept.size() <= MOST) {
            return Optional.empty();
        }
        List<Txn.Write> deletes = new ArrayList<>();
        while (kept.size() > MOST && deletes.size() < Txn.MOST) {
            deletes.add(new Txn.Delete(kept.poll()));
        }
        return Optional.of(new Txn(List.of(guard), deletes));
    }

    private static String words(Step step) {
        // Durations in a reason change all the time; it is the same reason all the same.
        return step.getClass().getSimpleName() + " " + step.host() + " " + step.memberId() + " "
                + (step instanceof Step.Hold ? step.reason().replaceAll("\\d+", "#") : "");
    }

    private static Map<String, Object> view(ClusterView view) {
        List<Object> hosts = new ArrayList<>();
        for (ViewedHost host : view.hosts()) {
            if (hosts.size() < MOST_HOSTS || host.nominated().isPresent()) {
                hosts.add(Json.object("name", host.name(), "session", host.session().alive(),
                        "sinceMillis", host.session().since().toMillis(),
                        "volunteer", host.offer().volunteer(), "etcd", Words.of(host.server()),
                        "leaving", host.leaving().isPresent(), "banned", host.standing().banned().orElse(""),
                        "zone", host.standing().zone(), "failures", host.standing().failures()));
            }
        }
        List<Object> members = new ArrayList<>();
        for (ViewedMember member : view.members()) {
            members.add(Json.object("id", member.id(), "name", member.name(), "learner", member.learner(),
                    "answers", member.reading().answers(),
                    "sinceMillis", member.reading().since().toMillis(), "index", member.reading().index()));
        }
        return Json.object("hosts", hosts, "members", members, "raftLeader", view.raft().leaderId(),
                "earlierIndex", view.raft().earlierIndex(), "size", view.wanted().voters(),
                "call", view.call().map(call -> Words.of(call.kind()) + " " + call.host()).orElse(""));
    }
}
