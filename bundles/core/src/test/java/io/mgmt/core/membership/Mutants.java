// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.ViewedHost;
import io.mgmt.cluster.ViewedHost.Offer;
import io.mgmt.cluster.ViewedHost.Standing;
import io.mgmt.cluster.ViewedMember;
import io.mgmt.cluster.ViewedMember.Reading;
import io.mgmt.core.membership.Step.AddLearner;
import io.mgmt.core.membership.Step.DropLearner;
import io.mgmt.core.membership.Step.Hold;
import io.mgmt.core.membership.Step.MoveLeader;
import io.mgmt.core.membership.Step.Nominate;
import io.mgmt.core.membership.Step.Promote;
import io.mgmt.core.membership.Step.Remove;
import io.mgmt.core.membership.Step.Resign;
import io.mgmt.core.membership.Walk.Decider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Deciders with a mistake each: those that others have made, and those that are easily made here. */
final class Mutants {

    private static final String WHY = "a mistake";

    private Mutants() {
    }

    static Map<String, Decider> all() {
        Map<String, Decider> all = new LinkedHashMap<>();
        all.put("several removals at once", Mutants::removesAllLeavers);
        all.put("a nominee that never starts is made a voter", instead(Nominate.class,
                step -> List.of(step, new Promote(step.host(), step.memberId(), WHY))));
        all.put("promotion by age", blind(host -> host, Mutants::caughtUp));
        all.put("shrinks below the wanted size when hosts die", first(member -> !member.reading().answers()));
        all.put("2 to 1 removes the wrong one", Mutants::removesTheOther);
        all.put("a stale leader acts on what was", new Stale());
        all.put("adds a voter, not a learner, while one is dead", Mutants::addsVoterWhileOneIsDead);
        all.put("removes a live voter because another is down", Mutants::removesLiveForDead);
        all.put("a decision is lost when the leader changes", Mutants::leavesToOthers);
        all.put("removes its own host without resigning", (view, wanted) -> real(view, wanted) instanceof Resign
                ? List.of(remove(view, view.lead().host())) : List.of(real(view, wanted)));
        all.put("removes raft's leader without a hand-over", instead(MoveLeader.class, null));
        all.put("volunteering beats withdrawing", blind(Mutants::stays, member -> member));
        all.put("a banned host is chosen", blind(Mutants::pardoned, member -> member));
        all.put("two learners join at once", Mutants::nominatesAnother);
        all.put("grows while those who leave still vote", Mutants::promotesAtOnce);
        all.put("a broken member is started again", Mutants::startsBroken);
        all.put("removes the last ones when all leave", first(member -> true));
        all.put("removes a live one before the dead", Mutants::removesLiveFirst);
        all.put("never drops a learner", instead(DropLearner.class, step -> List.of(new Hold(WHY))));
        all.put("drops what is in step", instead(Promote.class,
                step -> List.of(new DropLearner(step.host(), step.memberId(), false, WHY))));
        all.put("one too many", (view, wanted) -> List.of(real(view, wanted + 1)));
        all.put("an agent that is gone is a dead member", blind(host -> host, member -> member, true));
        all.put("never replaces an orphan", (view, wanted) -> List.of(
                Spread.next(view, wanted, with(Delays.DEFAULTS))));
        all.replaceAll((name, mutant) -> name.contains("when all leave") ? mutant : calm(mutant));
        return all;
    }

    /** Makes its mistake only where there is a quorum and somebody stays: elsewhere it would be found too easily. */
    private static Decider calm(Decider mutant) {
        return (view, wanted) -> {
            List<ViewedMember> voters = voters(view);
            long live = voters.stream().filter(member -> member.reading().answers()).count();
            boolean someoneStays = voters.stream().anyMatch(member -> host(view, member).leaving().isEmpty());
            return live > voters.size() / 2 && someoneStays ? mutant.next(view, wanted) : List.of(real(view, wanted));
        };
    }

    private static Step real(ClusterView view, int wanted) {
        return Spread.next(view, wanted, Delays.DEFAULTS);
    }

    private static Delays with(Delays d) {
        return new Delays(d.hostSession(), d.leadershipSession(), d.replacement(), Duration.ofDays(1),
                d.memberStart(), d.noProgress(), d.backOff(), d.mostBackOff(), d.leaving(), d.tick(), d.storeCall(),
                d.membershipCall());
    }

    /** Puts another step in place of those of one sort; of {@code MoveLeader}, removing raft's leader. */
    private static <T extends Step> Decider instead(Class<T> sort, Function<T, List<Step>> other) {
        return (view, wanted) -> {
            Step step = real(view, wanted);
            if (!sort.isInstance(step)) {
                return List.of(step);
            }
            return other != null ? other.apply(sort.cast(step)) : List.of(removeId(view, view.raft().leaderId()));
        };
    }

    private static Decider blind(UnaryOperator<ViewedHost> host, UnaryOperator<ViewedMember> member) {
        return blind(host, member, false);
    }

    /** Decides right on a view that is wrong. */
    private static Decider blind(UnaryOperator<ViewedHost> host, UnaryOperator<ViewedMember> member,
            boolean orphansAreDead) {
        return (view, wanted) -> {
            List<ViewedHost> hosts = new ArrayList<>(view.hosts());
            hosts.replaceAll(host);
            List<ViewedMember> members = new ArrayList<>(view.members());
            members.replaceAll(each -> member.apply(orphansAreDead && !hasSession(view, each) ? silent(each) : each));
            return List.of(real(new ClusterView(view.moment(), view.lead(), hosts, members, view.raft(), view.call(),
                    view.wanted()), wanted));
        };
    }

    private static boolean hasSession(ClusterView view, ViewedMember member) {
        return view.hosts().stream().noneMatch(host -> host.name().equals(hostOf(member)) && !host.session().alive());
    }

    private static ViewedMember silent(ViewedMember member) {
        Reading r = member.reading();
        return with(member, new Reading(false, r.since(), r.index(), r.stuck(), r.version()));
    }

    private static ViewedMember caughtUp(ViewedMember member) {
        Reading r = member.reading();
        return with(member, new Reading(r.answers(), r.since(), 100, r.stuck(), r.version()));
    }

    private static ViewedMember with(ViewedMember m, Reading reading) {
        return new ViewedMember(m.id(), m.name(), m.peerUrls(), m.clientUrls(), m.learner(), reading);
    }

    private static ViewedHost stays(ViewedHost h) {
        Offer o = h.offer();
        return new ViewedHost(h.name(), h.id(), h.session(),
                new Offer(true, o.peerUrls(), o.clientUrls(), o.etcdVersion()), h.server(), Optional.empty(),
                h.standing(), h.nominated(), h.started());
    }

    private static ViewedHost pardoned(ViewedHost h) {
        Standing s = h.standing();
        return new ViewedHost(h.name(), h.id(), h.session(), h.offer(), h.server(), h.leaving(),
                new Standing(s.zone(), s.labels(), s.failures(), s.lastSeenMillis(), Optional.empty(), s.forgotten()),
                h.nominated(), h.started());
    }

    private static String hostOf(ViewedMember member) {
        return "h" + member.id().substring(1);
    }

    private static ViewedHost host(ClusterView view, ViewedMember member) {
        return view.hosts().stream().filter(host -> host.name().equals(hostOf(member))).findFirst().orElseThrow();
    }

    private static List<ViewedMember> voters(ClusterView view) {
        return view.members().stream().filter(member -> !member.learner()).toList();
    }

    private static Step remove(ClusterView view, String host) {
        return view.members().stream().filter(member -> hostOf(member).equals(host)).findFirst()
                .map(member -> removeId(view, member.id())).orElse(new Hold(WHY));
    }

    private static Step removeId(ClusterView view, String id) {
        return new Remove("h" + id.substring(1), id, WHY);
    }

    private static boolean isFree(ClusterView view, ViewedMember member) {
        return !member.id().equals(view.raft().leaderId()) && !hostOf(member).equals(view.lead().host());
    }

    /** Removes a voter of that sort where the real one would wait. */
    private static Decider first(Predicate<ViewedMember> sort) {
        return (view, wanted) -> {
            Step step = real(view, wanted);
            return step instanceof Hold ? voters(view).stream().filter(m -> isFree(view, m) && sort.test(m)).findFirst()
                    .map(m -> List.of(removeId(view, m.id()))).orElse(List.of(step)) : List.of(step);
        };
    }

    private static List<Step> removesAllLeavers(ClusterView view, int wanted) {
        Step step = real(view, wanted);
        List<Step> steps = new ArrayList<>(List.of(step));
        if (step instanceof Remove remove && view.hosts().stream()
                .anyMatch(host -> host.name().equals(remove.host()) && host.leaving().isPresent())) {
            for (ViewedMember member : voters(view)) {
                boolean leaves = host(view, member).leaving().isPresent();
                if (leaves && isFree(view, member) && !member.id().equals(remove.memberId())) {
                    steps.add(removeId(view, member.id()));
                }
            }
        }
        return steps;
    }

    private static List<Step> removesTheOther(ClusterView view, int wanted) {
        Step step = real(view, wanted);
        if (step instanceof Remove remove && voters(view).size() == 2) {
            return voters(view).stream().filter(member -> !member.id().equals(remove.memberId()))
                    .map(member -> removeId(view, member.id())).toList();
        }
        return List.of(step);
    }

    private static List<Step> addsVoterWhileOneIsDead(ClusterView view, int wanted) {
        Step step = real(view, wanted);
        boolean isOneDead = voters(view).stream().anyMatch(member -> !member.reading().answers());
        if (!(step instanceof Remove) || !isOneDead) {
            return List.of(step);
        }
        return view.hosts().stream().filter(host -> host.session().alive() && host.offer().volunteer()
                        && view.members().stream().noneMatch(member -> member.name().equals(host.name())))
                .findFirst().map(host -> List.<Step>of(new AddLearner(host.name(), WHY),
                        new Promote(host.name(), "m" + host.name().substring(1), WHY))).orElse(List.of(step));
    }

    private static List<Step> removesLiveForDead(ClusterView view, int wanted) {
        Step step = real(view, wanted);
        boolean isOneDead = voters(view).stream().anyMatch(member -> !member.reading().answers());
        return step instanceof Hold && isOneDead ? voters(view).stream()
                .filter(member -> member.reading().answers() && isFree(view, member)).findFirst()
                .map(member -> List.of(removeId(view, member.id()))).orElse(List.of(step)) : List.of(step);
    }

    private static List<Step> removesLiveFirst(ClusterView view, int wanted) {
        Step step = real(view, wanted);
        return step instanceof Remove && voters(view).size() > wanted ? voters(view).stream()
                .filter(member -> member.reading().answers() && isFree(view, member)).findFirst()
                .map(member -> List.of(removeId(view, member.id()))).orElse(List.of(step)) : List.of(step);
    }

    /** Goes on only with what it began itself, as if each leader but one forgot what was staged. */
    private static List<Step> leavesToOthers(ClusterView view, int wanted) {
        boolean isBegun = view.members().stream().anyMatch(ViewedMember::learner);
        return isBegun && !view.lead().host().equals("h1") ? List.of(new Hold(WHY)) : List.of(real(view, wanted));
    }

    private static List<Step> nominatesAnother(ClusterView view, int wanted) {
        Step step = real(view, wanted);
        return step instanceof Hold ? view.members().stream()
                .filter(member -> member.learner() && !member.started() && host(view, member).session().alive())
                .findFirst().map(member -> List.<Step>of(new Nominate(hostOf(member), member.id(), WHY)))
                .orElse(List.of(step)) : List.of(step);
    }

    private static List<Step> promotesAtOnce(ClusterView view, int wanted) {
        Step step = real(view, wanted);
        return view.members().stream()
                .filter(member -> member.learner() && member.reading().answers() && member.reading().index() == 100
                        && host(view, member).session().alive() && host(view, member).leaving().isEmpty()
                        && host(view, member).standing().banned().isEmpty())
                .findFirst().map(member -> List.<Step>of(new Promote(hostOf(member), member.id(), WHY)))
                .orElse(List.of(step));
    }

    private static List<Step> startsBroken(ClusterView view, int wanted) {
        Step step = real(view, wanted);
        return view.members().stream().filter(member -> host(view, member).server() == ViewedHost.Server.BROKEN)
                .findFirst().map(member -> List.<Step>of(new Nominate(hostOf(member), member.id(), WHY)))
                .orElse(List.of(step));
    }

    /** Always one view behind. */
    private static final class Stale implements Decider {

        private ClusterView before;

        @Override
        public List<Step> next(ClusterView view, int wanted) {
            ClusterView known = before == null || before.hosts().size() != view.hosts().size() ? view : before;
            before = view;
            return List.of(real(known, wanted));
        }
    }
}
