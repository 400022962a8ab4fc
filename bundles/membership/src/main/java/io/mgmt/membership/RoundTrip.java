// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Timers;
import io.mgmt.cluster.RaftTiming;
import io.mgmt.etcd.Members;
import io.mgmt.etcd.Members.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** How far the voters are from a host that is about to join them. */
final class RoundTrip {

    /** Of so many, the shortest counts: the others measure how busy somebody is. */
    private static final int TIMES = 10;
    /** Raft's usual times are made for less. */
    private static final Duration USUAL = Duration.ofMillis(10);
    private static final RaftTiming USUAL_TIMING = new RaftTiming(Duration.ofMillis(50), Duration.ofMillis(500));

    /**
     * To one voter.
     *
     * @param name of the voter
     */
    record Distance(String name, Duration time) {
    }

    private final Members members;
    private final Timers timers;

    RoundTrip(Members members, Timers timers) {
        this.members = members;
        this.timers = timers;
    }

    /** To the farthest of the voters that answer; never fails. */
    CompletableFuture<Optional<Distance>> farthest(List<Member> all) {
        List<CompletableFuture<Optional<Distance>>> asked = new ArrayList<>();
        for (Member member : all) {
            if (!member.learner() && !member.clientUrls().isEmpty()) {
                asked.add(shortest(member.clientUrls().get(0), TIMES, Optional.empty())
                        .thenApply(time -> time.map(found -> new Distance(member.name(), found))));
            }
        }
        return CompletableFuture.allOf(asked.toArray(new CompletableFuture<?>[0])).thenApply(done ->
                asked.stream().flatMap(one -> one.join().stream())
                        .max((one, other) -> one.time().compareTo(other.time())));
    }

    private CompletableFuture<Optional<Duration>> shortest(String url, int times, Optional<Duration> sofar) {
        Duration began = timers.now();
        return members.status(url).handle((status, e) -> e != null ? Optional.<Duration>empty()
                : Optional.of(timers.now().minus(began))).thenCompose(time -> {
                    Optional<Duration> least = time.isEmpty() || sofar.isPresent()
                            && sofar.get().compareTo(time.get()) < 0 ? sofar : time;
                    return times == 1 || time.isEmpty() ? CompletableFuture.completedFuture(least)
                            : shortest(url, times - 1, least);
                });
    }

    /**
     * What a person should know about it; empty if it is near, or raft's times were chosen for it.
     *
     * @param timing what the members of the cluster use
     */
    static Optional<String> warning(Distance farthest, RaftTiming timing) {
        Duration time = farthest.time();
        boolean isChosen = !timing.equals(USUAL_TIMING) && timing.heartbeat().compareTo(time) >= 0
                && timing.election().compareTo(time.multipliedBy(10)) >= 0;
        if (time.compareTo(USUAL) <= 0 || isChosen) {
            return Optional.empty();
        }
        return Optional.of("a round trip to " + farthest.name() + " takes " + time.toMillis() + " ms, and raft has"
                + " heartbeatMillis " + timing.heartbeat().toMillis() + " and electionMillis "
                + timing.election().toMillis() + ": beyond " + USUAL.toMillis() + " ms there may be elections for"
                + " nothing. Write longer ones to /_mgmt/timing, see \"Slow networks\" in docs/OPERATING.md");
    }
}
