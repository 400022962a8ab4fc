// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.ClusterView.Call;
import io.mgmt.cluster.ViewedHost;
import io.mgmt.core.identity.Keys;
import io.mgmt.core.membership.Nominations;
import io.mgmt.core.membership.OpenCall;
import io.mgmt.core.membership.SizeInForce;
import io.mgmt.core.membership.Step;
import io.mgmt.store.KeyValue;
import io.mgmt.store.Txn;
import io.mgmt.store.Txn.Condition;
import io.mgmt.store.Txn.Delete;
import io.mgmt.store.Txn.Put;
import io.mgmt.store.Txn.Write;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the leader writes for a step, and to keep its records: one transaction. Pure.
 *
 * @param view what the step was decided from
 * @param ban the lease of a ban, if the step bans
 */
record Decree(Gathered look, ClusterView view, Step step, SizeInForce size, Optional<Long> ban) {

    /** A transaction takes 128 writes; the rest comes with the next one. */
    private static final int MOST_RECORDS = 80;

    /** The membership call of a step; empty if it makes none. */
    static Optional<Call.Kind> kind(Step step) {
        return step instanceof Step.AddLearner ? Optional.of(Call.Kind.ADD_LEARNER)
                : step instanceof Step.Promote ? Optional.of(Call.Kind.PROMOTE)
                : step instanceof Step.DropLearner ? Optional.of(Call.Kind.DROP_LEARNER)
                : step instanceof Step.Remove ? Optional.of(Call.Kind.REMOVE) : Optional.empty();
    }

    /** True if the step makes the open call again. */
    boolean repeats() {
        return view.call().isPresent() && kind(step).equals(Optional.of(view.call().get().kind()))
                && step.host().equals(view.call().get().host())
                && step.memberId().equals(view.call().get().memberId());
    }

    /**
     * The transaction.
     *
     * @param guard that this host leads
     * @param decision the record of the decision, if it is to be kept
     */
    Txn txn(Condition guard, Optional<Put> decision) {
        List<Condition> conditions = new ArrayList<>(List.of(guard));
        List<Write> writes = new ArrayList<>();
        Optional<Write> op = op(guard.key());
        if (op.isPresent()) {
            conditions.add(look.key(Keys.OP).<Condition>map(now -> new Txn.ModifiedAt(Keys.OP, now.modRevision()))
                    .orElse(new Txn.Absent(Keys.OP)));
            writes.add(op.get());
        }
        // While it is missing, whoever leads knows that records were lost.
        if (size.write() && !OpenCall.isUnknown(view)) {
            writes.add(new Put(Keys.ACCEPTED_SIZE, Integer.toString(size.voters()), 0));
        }
        nominations(writes);
        memories(writes);
        decision.ifPresent(writes::add);
        return new Txn(conditions, writes);
    }

    private Optional<Write> op(String lead) {
        Optional<Call.Kind> kind = kind(step);
        if (kind.isPresent()) {
            // One that was given up and is right again begins anew, and so does one that another leader began: its
            // tries are counted from now, by everyone who looks.
            boolean isOurs = look.value(Keys.OP).map(Json::fields).filter(op -> lead.equals(op.get("lead"))).isPresent();
            return repeats() && isOurs && !OpenCall.isOver(view) ? Optional.empty()
                    : Optional.of(new Put(Keys.OP, Json.text(Json.object("kind", Words.of(kind.get()), "host", step.host(),
                            "memberId", step.memberId(), "peerUrls", peerUrls(step.host()), "step", step.reason(),
                            "lead", lead)), 0));
        }
        return view.call().isPresent() && OpenCall.isOver(view) ? Optional.of(new Delete(Keys.OP))
                : Optional.empty();
    }

    /** Where the host wants its peers to reach it. */
    List<String> peerUrls(String host) {
        return view.host(host).map(one -> one.offer().peerUrls()).orElse(List.of());
    }

    /**
     * One write for each key, or etcd would refuse the transaction, and the next ones too: a word that came late
     * may have nominated a host for its former member while it has another one.
     */
    private void nominations(List<Write> writes) {
        Map<String, Write> last = new LinkedHashMap<>();
        for (String stale : Nominations.stale(view).keySet()) {
            last.put(Keys.nominated(stale), new Delete(Keys.nominated(stale)));
        }
        for (Map.Entry<String, String> missing : Nominations.missing(view).entrySet()) {
            String value = binding(missing.getKey(), missing.getValue());
            last.put(Keys.nominated(missing.getKey()), new Put(Keys.nominated(missing.getKey()), value, 0));
            last.put(Keys.started(missing.getKey()), new Put(Keys.started(missing.getKey()), value, 0));
        }
        if (step instanceof Step.Nominate nominate) {
            last.put(Keys.nominated(nominate.host()), new Put(Keys.nominated(nominate.host()),
                    binding(nominate.host(), nominate.memberId()), 0));
        }
        writes.addAll(last.values());
    }

    private String binding(String host, String memberId) {
        String hostId = view.host(host).map(ViewedHost::id).orElse("");
        return Json.text(Json.object("hostId", hostId, "memberId", memberId));
    }

    /** What outlives a host's session: that it was there, its zone and its failures. */
    private void memories(List<Write> writes) {
        int most = writes.size() + MOST_RECORDS;
        for (ViewedHost host : view.hosts()) {
            boolean failed = step.host().equals(host.name()) && !repeats() && (isGivenUp() || isSilent(host));
            if (failed && isGivenUp()) {
                writes.add(new Put(Keys.banned(host.name()), step.reason(), ban.orElseThrow()));
            }
            if (writes.size() < most || failed || step.host().equals(host.name())) {
                memory(host, failed).ifPresent(writes::add);
            }
        }
    }

    private boolean isGivenUp() {
        return step instanceof Step.DropLearner drop && drop.failed();
    }

    /** A voter that is removed because it does not answer: the next place is rather for another host. */
    private boolean isSilent(ViewedHost host) {
        return step instanceof Step.Remove && host.leaving().isEmpty() && host.server() != ViewedHost.Server.BROKEN
                && view.members().stream().anyMatch(member -> member.id().equals(step.memberId())
                        && !member.reading().answers());
    }

    private Optional<Write> memory(ViewedHost host, boolean failed) {
        Optional<KeyValue> present = look.key(Keys.memory(host.name()));
        boolean alive = host.session().alive();
        if (!alive && present.isEmpty()) {
            return Optional.empty();
        }
        ViewedHost.Standing standing = host.standing();
        boolean left = alive ? host.leaving().isPresent() : standing.forgotten();
        long lastSeen = alive ? 0 : standing.lastSeenMillis() == 0 ? view.moment().timeMillis()
                : standing.lastSeenMillis();
        // The count stays as it was when the last one happened: what is forgiven since then is no news.
        Map<String, Object> before = present.map(entry -> Json.fields(entry.value())).orElse(Map.of());
        Map<String, Object> fields = Json.object("zone", standing.zone(),
                "failures", failed ? standing.failures() + 1 : Views.number(before.get("failures")),
                "failedMillis", failed ? view.moment().timeMillis() : Views.millis(before, "failedMillis"),
                "left", left, "lastSeenMillis", lastSeen);
        if (isBeingAdded(host)) {
            fields.put("peerUrls", host.offer().peerUrls());
        }
        String value = Json.text(fields);
        return present.filter(entry -> entry.value().equals(value)).isPresent() ? Optional.empty()
                : Optional.of(new Put(Keys.memory(host.name()), value, 0));
    }

    /**
     * From before it is added until it is nominated, nothing but its peer URL tells whose the learner is. If
     * the host went then, its learner would be taken for one added by hand, and hold the place for ever.
     */
    private boolean isBeingAdded(ViewedHost host) {
        boolean isAdded = step instanceof Step.AddLearner && step.host().equals(host.name())
                || view.call().filter(call -> call.kind() == Call.Kind.ADD_LEARNER
                        && call.host().equals(host.name())).isPresent() && !OpenCall.isOver(view);
        return isAdded || host.nominated().isEmpty() && view.members().stream().anyMatch(member -> member.learner()
                && !member.started() && member.peerUrls().stream().anyMatch(host.offer().peerUrls()::contains));
    }
}
