// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.core.identity.Keys;
import io.mgmt.etcd.Members;
import io.mgmt.etcd.Members.Member;
import io.mgmt.etcd.Members.Status;
import io.mgmt.store.Snapshot;
import io.mgmt.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Reads what decisions are made of. Changes nothing. */
final class Gathering {

    /** All that decisions depend on; what is exported and deployed may be big, and does not matter. */
    private static final List<String> PREFIXES = List.of(Keys.ACCEPTED_SIZE, Keys.BANNED, Keys.HOSTS,
            Keys.IDEAL_CLUSTER_SIZE, Keys.LEADER, Keys.MEMORY, Keys.NOMINATED, Keys.OP, Keys.STARTED,
            Keys.VOLUNTEERS);

    private static final int MOST_TIMES = 3;

    private final Store store;
    private final Members members;

    Gathering(Store store, Members members) {
        this.store = store;
        this.members = members;
    }

    /** @return empty if the member list changed meanwhile: look again */
    CompletableFuture<Optional<Gathered>> read() {
        CompletableFuture<Snapshot> keys = store.list(PREFIXES);
        return keys.thenCompose(snapshot -> members.list().thenCompose(before ->
                statuses(before).thenCompose(answers -> members.list().thenApply(after ->
                        before.equals(after) ? Optional.of(Gathered.of(snapshot, after, answers))
                                : Optional.empty()))));
    }

    /** The same, again if need be. */
    CompletableFuture<Gathered> settled() {
        return settled(MOST_TIMES);
    }

    private CompletableFuture<Gathered> settled(int times) {
        return read().thenCompose(look -> look.isPresent() ? CompletableFuture.completedFuture(look.get())
                : times > 1 ? settled(times - 1)
                : CompletableFuture.failedFuture(new IllegalStateException("the members keep changing")));
    }

    private CompletableFuture<Map<String, Status>> statuses(List<Member> list) {
        Map<String, CompletableFuture<Optional<Status>>> asked = new TreeMap<>();
        for (Member member : list) {
            if (!member.clientUrls().isEmpty()) {
                asked.put(member.id(), status(member));
            }
        }
        CompletableFuture<?>[] all = asked.values().toArray(new CompletableFuture<?>[0]);
        return CompletableFuture.allOf(all).thenApply(done -> {
            Map<String, Status> answers = new TreeMap<>();
            asked.forEach((id, answer) -> answer.join().ifPresent(status -> answers.put(id, status)));
            return answers;
        });
    }

    /** Of the first of its URLs that answers as this member; all are asked at once. */
    private CompletableFuture<Optional<Status>> status(Member member) {
        List<CompletableFuture<Optional<Status>>> asked = new ArrayList<>();
        for (String url : member.clientUrls()) {
            asked.add(members.status(url).handle((status, e) ->
                    e == null && status.memberId().equals(member.id()) ? Optional.of(status)
                            : Optional.empty()));
        }
        return CompletableFuture.allOf(asked.toArray(new CompletableFuture<?>[0]))
                .thenApply(done -> asked.stream().flatMap(answer -> answer.join().stream()).findFirst());
    }
}
