// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import static org.junit.Assert.assertEquals;

import io.mgmt.cluster.RaftTiming;
import io.mgmt.etcd.Members;
import io.mgmt.etcd.Members.Member;
import io.mgmt.etcd.Members.Status;
import io.mgmt.membership.RoundTrip.Distance;
import io.mgmt.testkit.ManualTimers;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.Test;

public final class RoundTripTest {

    private final ManualTimers clock = new ManualTimers();
    /** How long each answer takes, in milliseconds, by client URL; no more answers after the last. */
    private final Map<String, Deque<Integer>> answers = new HashMap<>();

    private CompletableFuture<Status> status(String url) {
        CompletableFuture<Status> answer = new CompletableFuture<>();
        Integer millis = answers.getOrDefault(url, new ArrayDeque<>()).poll();
        if (millis == null) {
            answer.completeExceptionally(new IllegalStateException(url + " does not answer"));
        } else {
            clock.after(Duration.ofMillis(millis), () ->
                    answer.complete(new Status("8e", "cd", "3.7.2", "1", 2, 3, 3, 20_480, false)));
        }
        return answer;
    }

    private Optional<Distance> farthest(Member... members) {
        Members asked = (Members) Proxy.newProxyInstance(RoundTripTest.class.getClassLoader(),
                new Class<?>[] {Members.class}, (proxy, method, arguments) -> status((String) arguments[0]));
        CompletableFuture<Optional<Distance>> found = new RoundTrip(asked, clock).farthest(List.of(members));
        clock.advance(Duration.ofSeconds(10));
        return found.join();
    }

    private Member voter(String name, Integer... millis) {
        answers.put("http://" + name + ":2379", new ArrayDeque<>(List.of(millis)));
        return new Member(name, name, List.of(), List.of("http://" + name + ":2379"), false);
    }

    @Test
    public void ofEachVoterTheShortestCountsAndOfAllTheFarthest() {
        assertEquals(Optional.of(new Distance("h2", Duration.ofMillis(20))),
                farthest(voter("h1", 900, 3, 5, 4, 6, 1), voter("h2", 20, 30, 25, 21, 22), voter("h3")));
        assertEquals(Optional.of(new Distance("h1", Duration.ofMillis(7))), farthest(voter("h1", 9, 7)));
        assertEquals(Optional.empty(), farthest(voter("h3")));
    }

    private static Optional<String> warning(int tripMillis, int heartbeatMillis, int electionMillis) {
        return RoundTrip.warning(new Distance("h1", Duration.ofMillis(tripMillis)), new RaftTiming(
                Duration.ofMillis(heartbeatMillis), Duration.ofMillis(electionMillis)));
    }

    @Test
    public void warnsBeyondTenMilliseconds() {
        assertEquals(Optional.empty(), warning(10, 50, 500));
        assertEquals(Optional.of("a round trip to h1 takes 11 ms, and raft has heartbeatMillis 50 and electionMillis"
                + " 500: beyond 10 ms there may be elections for nothing. Write longer ones to /_mgmt/timing, see"
                + " \"Slow networks\" in docs/OPERATING.md"), warning(11, 50, 500));
    }

    @Test
    public void doesNotWarnIfTheTimesWereChosenForIt() {
        assertEquals(Optional.empty(), warning(100, 100, 1_000));
        assertEquals(true, warning(101, 100, 1_010).isPresent());
        assertEquals(true, warning(100, 100, 999).isPresent());
    }
}
