// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.cluster.ClusterView;
import io.mgmt.core.membership.Small.Kind;
import io.mgmt.core.membership.Small.Kind.Flag;
import io.mgmt.core.membership.Small.Kind.Mood;
import io.mgmt.core.membership.Small.Kind.Role;
import io.mgmt.core.membership.Step.Hold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Begins in every state of a small scope and follows the steps to the end, checking each.
 *
 * <p>What is left out because it is the same as something that is not:
 * <ul>
 * <li>Hosts differ in nothing but their names, and names only break ties: of all orders of the same host
 * states the sorted one is begun with (others are met on the way, and another test shuffles them).
 * <li>A volunteer has no etcd: healthy, down and broken are the same, as are orphan and dead, which take
 * its keys with them, and with those what it is to become.
 * <li>Of a learner that does not answer it is not known whether it is in step.
 * <li>A ban means nothing to a voter, and a learner that is banned or leaves is dropped whatever else is
 * the matter with it: only the smaller scopes have banned voters, banned learners that are not healthy, and
 * such as were not nominated.
 * <li>Of hosts in the same state the first leads; a leader that is no voter leads as a last resort.
 * </ul>
 */
final class Walk {

    /** Decides; more than one step at a time would be wrong, but a mutant may. */
    interface Decider {
        List<Step> next(ClusterView view, int wanted);
    }

    /**
     * What is walked through.
     *
     * @param modern an etcd that takes several learners, also while a voter is dead
     * @param young whatever is wrong is so for a moment only
     * @param all leave out only what is the same in the strictest sense
     */
    record Scope(boolean modern, boolean young, boolean all) {
    }

    private static final Delays DELAYS = Delays.DEFAULTS;
    /** From any state of five hosts to the end; more is a circle. */
    private static final int MOST_STEPS = 100;

    private final Decider decider;
    private final Scope scope;
    private final Small.Views views;
    private final Seen seen = new Seen();
    private final int[] kinds;
    private long roots;
    private long decisions;
    private final Map<String, Long> sorts = new TreeMap<>();

    Walk(Decider decider, Scope scope) {
        this.decider = decider;
        this.scope = scope;
        views = new Small.Views(scope.modern() ? "3.6.16" : "3.4.23", scope.young(), true);
        kinds = rootKinds(scope.all());
    }

    static List<Step> real(ClusterView view, int wanted) {
        return List.of(Spread.next(view, wanted, DELAYS));
    }

    private static int[] rootKinds(boolean all) {
        List<Integer> kinds = new ArrayList<>();
        for (int i = 0; i < Small.KINDS.size(); i++) {
            Kind kind = Small.KINDS.get(i);
            boolean isLeftOut = kind.role() == Role.ADDED && kind.flag() != Flag.NONE
                    || kind.isVoter() && kind.flag() == Flag.BANNED
                    || kind.isLearner() && kind.flag() == Flag.BANNED && kind.mood() != Mood.HEALTHY;
            if (all || !isLeftOut) {
                kinds.add(i);
            }
        }
        return kinds.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Every state of that many hosts; with fewer, the rest is absent. */
    void all(int hosts) {
        for (int wanted = 1; wanted <= hosts; wanted++) {
            seen.clear();
            choose(new int[hosts], 0, 0, wanted);
        }
    }

    private void choose(int[] hosts, int from, int least, int wanted) {
        if (from == hosts.length) {
            lead(hosts.clone(), wanted);
            return;
        }
        for (int i = least; i < kinds.length; i++) {
            hosts[from] = kinds[i];
            choose(hosts, from + 1, i, wanted);
        }
    }

    private void lead(int[] hosts, int wanted) {
        int voters = 0;
        int live = 0;
        for (int host : hosts) {
            Kind kind = Small.KINDS.get(host);
            voters += kind.isVoter() ? 1 : 0;
            live += kind.isVoter() && kind.answers() ? 1 : 0;
        }
        if (voters == 0) {
            return;
        }
        boolean hasQuorum = live >= voters / 2 + 1;
        for (int ours = 0; ours < hosts.length; ours++) {
            Kind own = Small.KINDS.get(hosts[ours]);
            if (!own.hasSession() || repeats(hosts, ours)) {
                continue;
            }
            for (int raft = 0; raft < hosts.length; raft++) {
                Kind leader = Small.KINDS.get(hosts[raft]);
                if (!leader.isVoter() || !leader.answers() || repeats(hosts, raft) && raft != ours + 1) {
                    continue;
                }
                if (own.isVoter()) {
                    follow(new Small(hosts, wanted, ours, false, raft));
                }
                if (!own.isVoter() || own.leaves() || own.mood() == Mood.BROKEN) {
                    follow(new Small(hosts, wanted, ours, true, raft));
                }
                if (!hasQuorum) {
                    return;
                }
            }
        }
    }

    /** True if the host before it is in the same state. */
    private static boolean repeats(int[] hosts, int host) {
        return host > 0 && hosts[host] == hosts[host - 1];
    }

    private void follow(Small root) {
        roots++;
        Small state = root;
        List<Small> path = new ArrayList<>();
        while (seen.add(state.code())) {
            if (path.size() > MOST_STEPS) {
                throw new AssertionError("it comes to rest, but it went on and on: "
                        + path.subList(path.size() - 12, path.size()));
            }
            path.add(state);
            Small next = step(state);
            if (next == null) {
                return;
            }
            state = next;
        }
        // Met before: either on an earlier walk, which came to rest, or on this one, which then goes round.
        for (Small earlier : path) {
            if (earlier.code() == state.code()) {
                throw new AssertionError("it comes to rest, but goes round: " + path);
            }
        }
    }

    /** The next state; null at rest. */
    private Small step(Small state) {
        decisions++;
        List<Step> steps = decider.next(views.of(state), state.wanted);
        Small next = state;
        for (Step step : steps) {
            Contract contract = new Contract(next, scope);
            contract.check(step);
            sorts.merge(step.getClass().getSimpleName(), 1L, Long::sum);
            if (step instanceof Hold) {
                Small later = SmallWorld.later(next);
                if (later == next) {
                    contract.checkEnd(step);
                    return null;
                }
                next = later;
            } else {
                next = SmallWorld.after(next, step);
            }
        }
        return next.at(next.ours).hasSession() && next.at(next.raft).answers() ? next : null;
    }

    long roots() {
        return roots;
    }

    /** How often each sort of step was met. */
    Map<String, Long> sorts() {
        return sorts;
    }

    long decisions() {
        return decisions;
    }

    /** A set of numbers other than 0. */
    private static final class Seen {

        private long[] table = new long[1 << 12];
        private int size;

        boolean add(long code) {
            if (size * 2 > table.length) {
                long[] old = table;
                table = new long[old.length * 2];
                for (long each : old) {
                    if (each != 0) {
                        table[place(each)] = each;
                    }
                }
            }
            int place = place(code);
            if (table[place] == code) {
                return false;
            }
            table[place] = code;
            size++;
            return true;
        }

        private int place(long code) {
            long mixed = code * 0x9E3779B97F4A7C15L;
            int place = (int) (mixed >>> 32) & table.length - 1;
            while (table[place] != 0 && table[place] != code) {
                place = place + 1 & table.length - 1;
            }
            return place;
        }

        void clear() {
            Arrays.fill(table, 0);
            size = 0;
        }
    }
}
