// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.ClusterView.Lead;
import io.mgmt.cluster.ClusterView.Raft;
import io.mgmt.cluster.ClusterView.Wanted;
import io.mgmt.cluster.Health;
import io.mgmt.cluster.Sizing;
import io.mgmt.cluster.ViewedMember;
import io.mgmt.core.membership.Delays;
import io.mgmt.core.membership.Plan;
import io.mgmt.core.membership.Roster;
import io.mgmt.core.membership.Step;
import io.mgmt.core.membership.Strength;
import io.mgmt.core.membership.Why;
import java.util.List;
import java.util.Optional;

/**
 * What a person who asks this host is told about the cluster: its view, and what core makes of it.
 *
 * @param observer this host
 * @param fresh false if it could not be looked at: then only who answers is of now
 * @param view as whoever leads would see it; its lead has no name if nobody leads
 * @param steady this host looks all the time: what it knows about durations can be relied on
 * @param sizeNote what a person should know about the size; empty if nothing
 */
record Outlook(String observer, boolean fresh, ClusterView view, boolean steady, String sizeNote, Consultation consultation,
        Delays delays) {

    Outlook(String observer, boolean fresh, ClusterView view, boolean steady, String sizeNote, Advisers advisers,
            Delays delays) {
        this(observer, fresh, view, steady, sizeNote, new Consultation(advisers, view), delays);
    }

    /** The same, decided by that host. */
    static ClusterView ledBy(ClusterView view, Lead lead) {
        return new ClusterView(view.moment(), lead, view.hosts(), view.members(), view.raft(), view.call(),
                view.wanted());
    }

    /** The same, as if an operator wanted that many voters. */
    Outlook wanting(int voters) {
        Wanted wanted = new Wanted(voters, Optional.of(Integer.toString(voters)), view.wanted().upgrade());
        return new Outlook(observer, fresh, new ClusterView(view.moment(), view.lead(), view.hosts(), view.members(),
                view.raft(), view.call(), wanted), steady, "", advisers(), delays);
    }

    /** The same after it fell silent; who leads is not known then. */
    Outlook silent(List<ViewedMember> members) {
        return new Outlook(observer, false, new ClusterView(view.moment(), new Lead("", false), view.hosts(), members,
                new Raft("", view.raft().earlierIndex()), view.call(), view.wanted()), steady, sizeNote,
                advisers(), delays);
    }

    /** Our leader; empty if there is none. */
    String leader() {
        return view.lead().host();
    }

    Advisers advisers() {
        return consultation.advisers();
    }

    Advice advice() {
        return consultation.advice();
    }

    Optional<Sizing> sizing() {
        return advice().sizing().answer();
    }

    /** How many voters the sizing policy asks for; without a policy, how many an operator does. */
    int wanted() {
        return sizing().map(Sizing::voters).orElse(view.wanted().voters());
    }

    /** No step at all without a policy: then nothing is decided. */
    Plan plan() {
        Verdict<Sizing> verdict = advice().sizing();
        return verdict.answer().map(sizing -> Plan.of(view, sizing.voters(),
                imagined -> advisers().now(imagined).order(), delays))
                .orElseGet(() -> new Plan(List.of(), verdict.absence("sizing")));
    }

    /** What is decided next. */
    Step next() {
        return Step.next(view, wanted(), advice().order(), delays);
    }

    List<Why> why() {
        return Why.of(view, wanted(), advice().order(), delays);
    }

    List<Roster> roster() {
        return Roster.of(view, wanted(), advice().order(), delays);
    }

    Strength strength() {
        return Strength.of(view);
    }

    /** True if what is decided depends on how long something has been so. */
    boolean dependsOnTime() {
        return roster().stream().anyMatch(one -> one.role() == Roster.Role.LEARNER
                || one.health().filter(health -> health != Health.HEALTHY).isPresent());
    }

    /** True if members are about to become voters, or a membership call is open. */
    boolean isUnderWay() {
        return view.call().isPresent() || roster().stream()
                .anyMatch(one -> one.role() == Roster.Role.LEARNER && one.host().isPresent());
    }

    /** True if no member belongs to any agent: an etcd that is managed by others. */
    boolean isForeign() {
        return !view.members().isEmpty()
                && roster().stream().allMatch(one -> one.member().isEmpty() || one.host().isEmpty());
    }
}
