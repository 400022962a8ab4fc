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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the members who they are. */
final class RollCall {

    private static final Logger LOG = LoggerFactory.getLogger(RollCall.class);

    private final Members members;
    private final String clusterId;

    /**
     * What the members say.
     *
     * @param members the list, read linearizably
     */
    record Called(Roll roll, List<Member> members) {
    }

    /** @param clusterId of the store that answers */
    RollCall(Members members, String clusterId) {
        this.members = members;
        this.clusterId = clusterId;
    }

    /**
     * @param own client URL of the etcd of this host, if it serves
     * @param seeds to be compared with the cluster; one that does not answer is no stranger
     */
    CompletableFuture<Called> read(Optional<URI> own, Urls seeds) {
        CompletableFuture<List<Member>> list = members.list();
        CompletableFuture<String> ownId = own.isEmpty() ? CompletableFuture.completedFuture("")
                : members.status(own.get().toString()).thenApply(Status::memberId);
        CompletableFuture<List<String>> strangers = strangers(seeds);
        return list.thenCombine(ownId, Answers::new).thenCombine(strangers, (answers, words) ->
                new Called(roll(answers.members(), answers.ownId(), words.isEmpty() ? Optional.empty()
                        : Optional.of(String.join(", and ", words))), answers.members()));
    }

    /** Two answers. */
    private record Answers(List<Member> members, String ownId) {
    }

    private static Roll roll(List<Member> all, String ownId, Optional<String> strangers) {
        Optional<Member> own = all.stream().filter(member -> member.id().equals(ownId)).findFirst();
        TreeSet<URI> endpoints = new TreeSet<>();
        int voters = 0;
        for (Member member : all) {
            if (!member.learner()) {
                voters++;
                member.clientUrls().forEach(url -> add(url, endpoints));
            }
        }
        return new Roll(ownId, own.map(Member::name).orElse(""),
                own.map(Member::learner).orElse(false), voters,
                new Urls(List.copyOf(endpoints)), strangers);
    }

    /** A member that others run may advertise what is no URL to us, such as a socket. */
    private static void add(String url, TreeSet<URI> endpoints) {
        try {
            endpoints.addAll(Urls.parse(url).list());
        } catch (IllegalArgumentException e) {
            LOG.debug("endpoint ignored: url={} reason=\"{}\"", url, e.getMessage());
        }
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
