// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import io.mgmt.etcd.Members;
import io.mgmt.etcd.RefusedException;
import io.mgmt.etcd.RefusedException.Reason;
import io.mgmt.store.StoreException;
import io.mgmt.store.StoreException.Effect;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * {@link Members} in memory, for the loop of a leader: it adds, promotes and removes, refuses what etcd
 * refuses, and remembers each call. Every call is done and answered before it returns; for one thread.
 *
 * <p>What goes wrong is decided by the test: {@link #refuse} and {@link #next} for the calls to come,
 * {@link #behind} for a learner, {@link #silent} for a URL. The rule of etcd that voters must have been
 * connected for 5 s is not played: script {@link Reason#UNHEALTHY}.
 */
public final class FakeMembers implements Members {

    /** As many learners as etcd takes by default. */
    private static final int MOST_LEARNERS = 1;
    private static final String CLUSTER = "cdf818194e3a8c32";
    private static final Comparator<Member> BY_NAME =
            Comparator.comparing(Member::name).thenComparing(Member::id);

    private final Map<String, Member> members = new HashMap<>();
    private final Map<String, Status> statuses = new HashMap<>();
    private final List<String> behind = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private final Deque<Scripted> script = new ArrayDeque<>();
    private final Deque<Runnable> held = new ArrayDeque<>();
    private String leaderId = "0";
    private int mostLearners = MOST_LEARNERS;
    private long nextId = 0xa1;

    /** What becomes of one call that changes members. */
    private record Scripted(Optional<Reason> refusal, Fate fate) {
    }

    /** A started voter; the first one leads. Its id is made up: see {@link #id}. */
    public FakeMembers voter(String name, String peerUrl, String clientUrl) {
        Member voter = new Member(newId(), name, List.of(peerUrl), List.of(clientUrl), false);
        members.put(voter.id(), voter);
        leaderId = leaderId.equals("0") ? voter.id() : leaderId;
        return this;
    }

    /** The process of a member that was added comes up: it has a name from now on, and a status. */
    public void started(String id, String name, String clientUrl) {
        Member added = member(id);
        members.put(id, new Member(id, name, added.peerUrls(), List.of(clientUrl), added.learner()));
    }

    /** From now on this learner is refused as not in step, until {@link #caughtUp}. */
    public void behind(String id) {
        behind.add(id);
    }

    /** Ends {@link #behind}. */
    public void caughtUp(String id) {
        behind.remove(id);
    }

    /** How many learners there may be; one unless told otherwise. */
    public void mostLearners(int most) {
        mostLearners = most;
    }

    /** Raft's leader; {@code 0}: none. */
    public void leads(String id) {
        leaderId = id;
    }

    /** What is answered at this URL, in the place of what the members say. */
    public void answers(String clientUrl, Status status) {
        statuses.put(clientUrl, Objects.requireNonNull(status, "status"));
    }

    /** Nobody answers at this URL any more; ended by {@link #answers}. */
    public void silent(String clientUrl) {
        statuses.put(clientUrl, null);
    }

    /** The next call that changes members, and is not scripted yet, is refused. */
    public void refuse(Reason reason) {
        script.add(new Scripted(Optional.of(reason), Fate.DONE));
    }

    /** What becomes of the next call that changes members, and is not scripted yet. */
    public void next(Fate fate) {
        script.add(new Scripted(Optional.empty(), fate));
    }

    /** Does and answers the calls that are held, in order. */
    public void release() {
        List<Runnable> all = List.copyOf(held);
        held.clear();
        all.forEach(Runnable::run);
    }

    /** The calls that were to change members, in order, for example {@code promote a1}. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    /** The id of the member with this name. */
    public String id(String name) {
        return members.values().stream().filter(member -> member.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no member is named " + name)).id();
    }

    @Override
    public CompletableFuture<List<Member>> list() {
        return CompletableFuture.completedFuture(members.values().stream().sorted(BY_NAME).toList());
    }

    @Override
    public CompletableFuture<Status> status(String clientUrl) {
        Status told = statuses.containsKey(clientUrl)
                ? statuses.get(clientUrl)
                : members.values().stream().filter(member -> member.clientUrls().contains(clientUrl))
                        .findFirst().map(this::status).orElse(null);
        return told == null
                ? CompletableFuture.failedFuture(new StoreException(Effect.NONE,
                        "status of " + clientUrl + " failed: no answer within 1000 ms", null))
                : CompletableFuture.completedFuture(told);
    }

    @Override
    public CompletableFuture<Member> addLearner(List<String> peerUrls) {
        return call("addLearner " + String.join(",", peerUrls), () -> {
            refuseIfTaken(peerUrls, "");
            if (members.values().stream().filter(Member::learner).count() >= mostLearners) {
                throw refused(Reason.TOO_MANY_LEARNERS, "etcdserver: too many learner members in cluster");
            }
            Member added = new Member(newId(), "", peerUrls, List.of(), true);
            members.put(added.id(), added);
            return added;
        });
    }

    @Override
    public CompletableFuture<Void> promote(String memberId) {
        return call("promote " + memberId, () -> {
            Member learner = member(memberId);
            if (!learner.learner() || learner.name().isEmpty() || behind.contains(memberId)) {
                throw refused(Reason.NOT_IN_STEP,
                        "etcdserver: can only promote a learner member which is in sync with leader");
            }
            members.put(memberId, new Member(memberId, learner.name(), learner.peerUrls(),
                    learner.clientUrls(), false));
            return null;
        });
    }

    @Override
    public CompletableFuture<Void> remove(String memberId) {
        return call("remove " + memberId, () -> {
            Member gone = member(memberId);
            long voters = members.values().stream().filter(member -> !member.learner()).count();
            if (!gone.learner() && voters == 1) {
                throw refused(Reason.UNHEALTHY,
                        "etcdserver: re-configuration failed due to not enough started members");
            }
            members.remove(memberId);
            if (memberId.equals(leaderId)) {
                leaderId = "0";
            }
            return null;
        });
    }

    @Override
    public CompletableFuture<Void> moveLeader(String leaderClientUrl, String toMemberId) {
        return call("moveLeader " + leaderClientUrl + " " + toMemberId, () -> {
            Member leader = members.get(leaderId);
            if (leader == null || !leader.clientUrls().contains(leaderClientUrl)) {
                throw refused(Reason.OTHER, "etcdserver: not leader");
            }
            if (!members.containsKey(toMemberId) || members.get(toMemberId).learner()) {
                throw refused(Reason.OTHER, "etcdserver: bad leader transferee");
            }
            leaderId = toMemberId;
            return null;
        });
    }

    @Override
    public CompletableFuture<Void> updatePeerUrls(String memberId, List<String> peerUrls) {
        return call("updatePeerUrls " + memberId + " " + String.join(",", peerUrls), () -> {
            Member before = member(memberId);
            refuseIfTaken(peerUrls, memberId);
            members.put(memberId, new Member(memberId, before.name(), peerUrls, before.clientUrls(),
                    before.learner()));
            return null;
        });
    }

    private <T> CompletableFuture<T> call(String what, Supplier<T> effect) {
        calls.add(what);
        Scripted next = script.isEmpty() ? new Scripted(Optional.empty(), Fate.DONE) : script.poll();
        return next.refusal()
                .map(reason -> CompletableFuture.<T>failedFuture(
                        refused(reason, "etcdserver: as the test wants it")))
                .orElseGet(() -> play(next.fate(), effect));
    }

    private <T> CompletableFuture<T> play(Fate fate, Supplier<T> effect) {
        CompletableFuture<T> later = new CompletableFuture<>();
        switch (fate) {
            case DONE -> {
                return answered(effect);
            }
            case NOT_SENT -> later.completeExceptionally(
                    new StoreException(Effect.NONE, "no endpoint of etcd answers", null));
            case LOST -> later.completeExceptionally(silence());
            case ANSWER_LOST -> {
                answered(effect);
                later.completeExceptionally(silence());
            }
            case HELD -> held.add(() -> copy(answered(effect), later));
            case ANSWER_HELD -> {
                CompletableFuture<T> answer = answered(effect);
                held.add(() -> copy(answer, later));
            }
        }
        return later;
    }

    private static <T> CompletableFuture<T> answered(Supplier<T> effect) {
        try {
            return CompletableFuture.completedFuture(effect.get());
        } catch (RefusedException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private static <T> void copy(CompletableFuture<T> from, CompletableFuture<T> to) {
        from.whenComplete((value, thrown) -> {
            if (thrown == null) {
                to.complete(value);
            } else {
                to.completeExceptionally(thrown);
            }
        });
    }

    private Status status(Member member) {
        return new Status(member.id(), CLUSTER, "3.7.2", leaderId, 2, 100, 100, 20_480, member.learner());
    }

    private Member member(String id) {
        Member member = members.get(id);
        if (member == null) {
            throw refused(Reason.UNKNOWN_MEMBER, "etcdserver: member not found");
        }
        return member;
    }

    private void refuseIfTaken(List<String> peerUrls, String by) {
        boolean taken = members.values().stream().filter(member -> !member.id().equals(by))
                .anyMatch(member -> member.peerUrls().stream().anyMatch(peerUrls::contains));
        if (taken) {
            throw refused(Reason.ALREADY_EXISTS, "etcdserver: Peer URLs already exists");
        }
    }

    private String newId() {
        return Long.toHexString(nextId++);
    }

    private static RefusedException refused(Reason reason, String words) {
        return new RefusedException(reason, words, null);
    }

    private static StoreException silence() {
        return new StoreException(Effect.UNKNOWN,
                "no answer within 3000 ms. It may have happened, or may still happen.", null);
    }
}
