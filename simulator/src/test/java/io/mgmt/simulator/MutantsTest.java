// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.Test;

/**
 * A simulator that finds no mistake is worth nothing: each of these, made by others or easily made here, is
 * found within few schedules. {@code -Dmutant=} picks those whose name has these words.
 */
public class MutantsTest {

    private static final int MOST_SEEDS = 300;
    private static final String ONLY = System.getProperty("mutant", "");

    private static final String LOOP = Mutant.MEMBERSHIP + "LeaderLoop.java";
    private static final String DECREE = Mutant.MEMBERSHIP + "Decree.java";
    private static final String ELECTION = Mutant.MEMBERSHIP + "Election.java";
    private static final String INFO = Mutant.MEMBERSHIP + "HostInfo.java";
    private static final String SURVEY = Mutant.CORE + "membership/Survey.java";
    private static final String REMOVAL = Mutant.CORE + "membership/Removal.java";
    private static final String STEPS = Mutant.CORE + "membership/StepRules.java";
    private static final String DEPARTURE = Mutant.CORE + "membership/Departure.java";
    private static final String CALL = Mutant.CORE + "membership/OpenCall.java";
    private static final String DUTY = Mutant.CORE + "membership/DutyRules.java";
    private static final String CANDIDACY = Mutant.CORE + "membership/Candidacy.java";
    private static final String IDENTITY = Mutant.CORE + "identity/IdentityRules.java";

    private static final String REMOVES = "change(() -> members.orElseThrow().remove(next.memberId()));";

    private static List<Mutant> mutants() {
        return List.of(
                new Mutant("several removals at once").with(LOOP, REMOVES,
                        "change(() -> {"
                        + " view.hosts().stream().filter(one -> one.leaving().isPresent())"
                        + ".flatMap(one -> one.started().stream()).map(one -> one.memberId())"
                        + ".filter(id -> !id.equals(next.memberId()))"
                        + ".forEach(id -> members.orElseThrow().remove(id));"
                        + " return members.orElseThrow().remove(next.memberId()); });")
                        .under("leave"),
                new Mutant("a nominee that never starts is made a voter")
                        .with(SURVEY, "seat.member().started() && seat.health() == Health.HEALTHY",
                                "seat.nomination().isPresent()")
                        .with(SURVEY, "&& !seat.isOfAnotherId() && isInStep(seat)", ""),
                new Mutant("promotion by age").with(SURVEY, "return view.raft().earlierIndex() > 0"
                        + " && seat.member().reading().index() >= view.raft().earlierIndex();",
                        "return seat.isLive() && seat.since().toMillis() >= 500;")
                        .under("slow-disk"),
                new Mutant("shrinks below the wanted size when hosts die").with(REMOVAL,
                        "gain = gain(due.size());", "gain = Optional.of(\"it is dead\");")
                        .under("crash-host"),
                new Mutant("a removed founder starts a cluster of its own").with(IDENTITY,
                        "if (stored.isIdentity()) {", "if (false) {")
                        .under("leave,resize,crash-host,restart-all"),
                new Mutant("2 to 1 removes the wrong one").with(LOOP, REMOVES,
                        "String other = view.members().stream().filter(one -> !one.learner())"
                        + ".map(one -> one.id()).filter(id -> !id.equals(next.memberId())).findFirst().orElse(\"\");"
                        + " boolean isOneOfTwo = next instanceof Step.Remove"
                        + " && view.members().stream().filter(one -> !one.learner()).count() == 2;"
                        + " change(() -> members.orElseThrow().remove(isOneOfTwo ? other : next.memberId()));")
                        .under("leave,resize"),
                new Mutant("a stale leader writes: no guard").with(DECREE,
                        "new ArrayList<>(List.of(guard))", "new ArrayList<>()")
                        .under("stop-between"),
                new Mutant("a stale leader asks etcd: its lease need not be fresh").with(ELECTION,
                        "return ticket.isPresent() && ticket.get().lease().confirmedMillisAgo()"
                        + " < length.toMillis() / 3;", "return ticket.isPresent();")
                        .under("stop-between"),
                new Mutant("adds a voter, not a learner, while one is dead").with(LOOP,
                        "change(() -> members.orElseThrow().addLearner(decree.peerUrls(add.host())));",
                        "change(() -> members.orElseThrow().addLearner(decree.peerUrls(add.host()))"
                        + ".thenCompose(added -> view.members().stream().allMatch(one -> one.reading().answers())"
                        + " ? CompletableFuture.<Void>completedFuture(null)"
                        + " : members.orElseThrow().promote(added.id())));"),
                new Mutant("a live voter is removed because another is down").with(REMOVAL,
                        "return remove(Survey.filter(due, survey::canSpare), seat ->",
                        "return remove(Survey.filter(survey.voters, seat -> seat.isLive() && survey.canSpare(seat)),"
                        + " seat ->")
                        .under("crash-host"),
                new Mutant("a decision is lost when the leader changes").with(CALL,
                        "if (call.isEmpty() || stands(survey.seats, call.get())) {", "if (true) {")
                        .under("lossy,resize,leave"),
                new Mutant("a call without an answer is taken for done").with(CALL,
                        "filter(call -> stands(new Seats(view), call)", "filter(call -> true")
                        .with(CALL, "if (call.isEmpty() ||", "if (call.isEmpty() || isOver(survey.view) ||")
                        .under("lossy,resize,leave"),
                new Mutant("a broken member is started again").with(DUTY,
                        "return hasStarted(own) || hasRun(member) ? broken(", "return false ? broken(")
                        .under("lose-data,crash-host"),
                new Mutant("a member's data is given up while it is one").with(DUTY,
                        "return new Keep(\"its etcd runs\");",
                        "return view.leaving() ? new Archive(\"it leaves\") : new Keep(\"its etcd runs\");")
                        .under("leave"),
                new Mutant("learners are handed out as endpoints").with(INFO,
                        "boolean votes = now.serves() && !roll.learner();", "boolean votes = now.serves();"),
                new Mutant("when all leave, they are removed one after the other")
                        .with(STEPS, "if (removal.everyoneLeaves()) {", "if (false) {")
                        .with(REMOVAL, "if (survey.staying == 0) {", "if (false) {")
                        .with(DEPARTURE, "if (!seat.isLeaving()) {", "if (true) {")
                        .under("all-leave"),
                new Mutant("a banned host is chosen").with(CANDIDACY,
                        "if (host.standing().banned().isPresent()) {", "if (false) {")
                        .under("port-taken,resize"),
                new Mutant("one voter too many").with(SURVEY, "target = Math.min(wanted,",
                        "target = Math.min(wanted + 1,")
                        .under("stop-between"),
                new Mutant("one voter too few").with(REMOVAL,
                        "if (survey.staying <= survey.wanted) {", "if (survey.staying < survey.wanted) {"));
    }

    @Test
    public void everyMistakeIsFound() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        List<String> missed = new ArrayList<>();
        try {
            Map<String, Future<String>> running = new LinkedHashMap<>();
            for (Mutant mutant : mutants()) {
                if (mutant.name.contains(ONLY)) {
                    running.put(mutant.name, threads.submit(() -> mutant.find(MOST_SEEDS)));
                }
            }
            for (Map.Entry<String, Future<String>> one : running.entrySet()) {
                String found = one.getValue().get();
                System.out.println("mutant \"" + one.getKey() + "\": " + (found.isEmpty() ? "missed" : found));
                if (found.isEmpty()) {
                    missed.add(one.getKey());
                }
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals("not found within " + MOST_SEEDS + " schedules", List.of(), missed);
    }

    /** The same machinery without a mistake: whatever is found is found because of one. */
    @Test
    public void withoutAMistakeNothingIsFound() throws ReflectiveOperationException {
        assertEquals("", new Mutant("none").with(CALL, "if (call.isEmpty()", "if (call.isEmpty() ").find(20));
    }
}
