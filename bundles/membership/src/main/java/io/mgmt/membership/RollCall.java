// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Urls;
import io.mgmt.core.identity.HostView.Roll;
import io.mgmt.etcd.Members;
import io.mgmt.etcd.Members.Member;
import io.mgmt.etcd.Members.Status;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** Asks the members who they are. */
final class RollCall {

    private final Members members;
    private final String clusterId;

    /** @param clusterId of the store that answers */
    RollCall(Members members, String clusterId) {
        this.members = members;
        this.clusterId = clusterId;
    }

    /**
     * @param own client URL of the etcd of this host, if it serves
     * @param seeds to be compared with the cluster; one that does not answer is no stranger
     */
    CompletableFuture<Roll> read(Optional<URI> own, Urls seeds) {
        CompletableFuture<List<Member>> list = members.list();
        CompletableFuture<String> ownId = own.isEmpty() ? CompletableFuture.completedFuture("")
                : members.status(own.get().toString()).thenApply(Status::memberId);
        CompletableFuture<List<String>> strangers = strangers(seeds);
        return list.thenCombine(ownId, (all, id) -> roll(all, id, Optional.empty()))
                .thenCombine(strangers, (roll, words) -> words.isEmpty() ? roll
                        : new Roll(roll.memberId(), roll.memberName(), roll.learner(), roll.voters(),
                                roll.endpoints(), Optional.of(String.join(", and ", words))));
    }

    private static Roll roll(List<Member> all, String ownId, Optional<String> strangers) {
        Optional<Member> own = all.stream().filter(member -> member.id().equals(ownId)).findFirst();
        TreeSet<String> endpoints = new TreeSet<>();
        int voters = 0;
        for (Member member : all) {
            if (!member.learner()) {
                voters++;
                endpoints.addAll(member.clientUrls());
            }
        }
        return new Roll(ownId, own.map(Member::name).orElse(""), own.map(Member::learner).orElse(false), voters,
                new Urls(endpoints.stream().map(URI::create).toList()), strangers);
    }

    private CompletableFuture<List<String>> strangers(Urls seeds) {
        CompletableFuture<List<String>> all = CompletableFuture.completedFuture(List.of());
        for (URI seed : seeds.list()) {
            CompletableFuture<String> one = members.status(seed.toString())
                    .thenApply(status -> status.clusterId().equals(clusterId) ? ""
                            : seed + " belongs to cluster " + status.clusterId())
                    // A seed that is down says nothing about its cluster.
                    .exceptionally(down -> "");
            all = all.thenCombine(one, RollCall::with);
        }
        return all;
    }

    private static List<String> with(List<String> words, String more) {
        if (more.isEmpty()) {
            return words;
        }
        List<String> both = new ArrayList<>(words);
        both.add(more);
        return both;
    }
}
