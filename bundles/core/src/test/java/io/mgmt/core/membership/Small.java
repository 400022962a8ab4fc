// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.ClusterView.Lead;
import io.mgmt.cluster.ClusterView.Moment;
import io.mgmt.cluster.ClusterView.Raft;
import io.mgmt.cluster.ClusterView.Wanted;
import io.mgmt.cluster.ViewedHost;
import io.mgmt.cluster.ViewedHost.Binding;
import io.mgmt.cluster.ViewedHost.Offer;
import io.mgmt.cluster.ViewedHost.Server;
import io.mgmt.cluster.ViewedHost.Session;
import io.mgmt.cluster.ViewedHost.Standing;
import io.mgmt.cluster.ViewedMember;
import io.mgmt.cluster.ViewedMember.Reading;
import io.mgmt.core.membership.Small.Kind.Flag;
import io.mgmt.core.membership.Small.Kind.Mood;
import io.mgmt.core.membership.Small.Kind.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A cluster of few hosts, each in one of few states, in one number: for walking through all there are. */
final class Small {

    static final int MOST_HOSTS = 5;

    /** The state of one host. */
    record Kind(Role role, Mood mood, Flag flag) {

        /** What it is. GONE is a host whose session has ended and that is no member. */
        enum Role { ABSENT, GONE, VOLUNTEER, ADDED, BEHIND, STEP, VOTER }

        /** How it is. */
        enum Mood { HEALTHY, ORPHAN, DOWN, DEAD, BROKEN }

        /** What is to become of it. */
        enum Flag { NONE, LEAVING, BANNED }

        boolean isVoter() {
            return role == Role.VOTER;
        }

        boolean isLearner() {
            return role == Role.ADDED || role == Role.BEHIND || role == Role.STEP;
        }

        boolean answers() {
            return (role == Role.VOTER || role == Role.BEHIND || role == Role.STEP)
                    && (mood == Mood.HEALTHY || mood == Mood.ORPHAN);
        }

        boolean hasSession() {
            return role != Role.ABSENT && role != Role.GONE && mood != Mood.ORPHAN && mood != Mood.DEAD;
        }

        boolean leaves() {
            return flag == Flag.LEAVING;
        }
    }

    /** Every state that a host can be in. */
    static final List<Kind> KINDS = kinds();
    private static final Map<Kind, Integer> INDEX = index();
    /** Over each of the delays. */
    private static final Duration LONG = Duration.ofSeconds(600);
    /** Below each of the delays. */
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final long INDEX_NOW = 100;

    final int[] hosts;
    final int wanted;
    /** Which host decides. */
    final int ours;
    final boolean lastResort;
    /** Which host leads raft. */
    final int raft;

    Small(int[] hosts, int wanted, int ours, boolean lastResort, int raft) {
        this.hosts = hosts;
        this.wanted = wanted;
        this.ours = ours;
        this.lastResort = lastResort;
        this.raft = raft;
    }

    private static List<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>();
        kinds.add(new Kind(Role.ABSENT, Mood.HEALTHY, Flag.NONE));
        kinds.add(new Kind(Role.GONE, Mood.HEALTHY, Flag.NONE));
        for (Flag flag : Flag.values()) {
            kinds.add(new Kind(Role.VOLUNTEER, Mood.HEALTHY, flag));
            kinds.add(new Kind(Role.ADDED, Mood.HEALTHY, flag));
            kinds.add(new Kind(Role.ADDED, Mood.DEAD, flag));
            kinds.add(new Kind(Role.STEP, Mood.HEALTHY, flag));
            kinds.add(new Kind(Role.STEP, Mood.ORPHAN, flag));
            for (Mood mood : Mood.values()) {
                kinds.add(new Kind(Role.BEHIND, mood, flag));
                kinds.add(new Kind(Role.VOTER, mood, flag));
            }
        }
        return List.copyOf(kinds);
    }

    private static Map<Kind, Integer> index() {
        Map<Kind, Integer> index = new HashMap<>();
        for (int i = 0; i < KINDS.size(); i++) {
            index.put(KINDS.get(i), i);
        }
        return index;
    }

    static int kind(Role role, Mood mood, Flag flag) {
        return INDEX.get(new Kind(role, mood, flag));
    }

    Kind at(int host) {
        return KINDS.get(hosts[host]);
    }

    long code() {
        long code = lastResort ? 1 : 0;
        code = code * 8 + ours;
        code = code * 8 + raft;
        code = code * 16 + wanted;
        for (int host : hosts) {
            code = code * 64 + host;
        }
        return code + 1;
    }

    Small with(int host, int kind) {
        int[] copy = hosts.clone();
        copy[host] = kind;
        return new Small(copy, wanted, ours, lastResort, raft);
    }

    Small led(int by, boolean asLastResort) {
        return new Small(hosts, wanted, by, asLastResort, raft);
    }

    Small raftLed(int by) {
        return new Small(hosts, wanted, ours, lastResort, by);
    }

    static String name(int host) {
        return "h" + (host + 1);
    }

    static int host(String name) {
        return name.charAt(1) - '1';
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("wanted " + wanted + ", led by " + name(ours)
                + (lastResort ? " as a last resort" : "") + ", raft by " + name(raft) + ":");
        for (int i = 0; i < hosts.length; i++) {
            text.append(' ').append(name(i)).append('=').append(at(i).role()).append('/').append(at(i).mood())
                    .append(at(i).flag() == Flag.NONE ? "" : "/" + at(i).flag());
        }
        return text.toString();
    }

    /** The views of one version of etcd; what they are made of is made once. */
    static final class Views {

        private final ViewedHost[][] hosts = new ViewedHost[MOST_HOSTS][KINDS.size()];
        private final ViewedMember[][] members = new ViewedMember[MOST_HOSTS][KINDS.size()];

        private final Duration time;

        /**
         * Makes them.
         *
         * @param young whatever is wrong is so for a moment only
         * @param forgotten absence is no outage; else all that are gone went together
         */
        Views(String version, boolean young, boolean forgotten) {
            time = young ? SHORT : LONG;
            for (int i = 0; i < MOST_HOSTS; i++) {
                for (int k = 1; k < KINDS.size(); k++) {
                    Kind kind = KINDS.get(k);
                    hosts[i][k] = host(i, kind, version, forgotten);
                    members[i][k] = kind.isVoter() || kind.isLearner() ? member(i, kind, version) : null;
                }
            }
        }

        private ViewedHost host(int i, Kind kind, String version, boolean forgotten) {
            boolean session = kind.hasSession();
            boolean bound = kind.isVoter() || kind.role() == Role.BEHIND || kind.role() == Role.STEP;
            Optional<Binding> binding = bound ? Optional.of(new Binding("id-" + name(i), "m" + (i + 1), Duration.ZERO))
                    : Optional.empty();
            Server server = kind.mood() == Mood.BROKEN ? Server.BROKEN
                    : kind.mood() == Mood.DOWN ? Server.SILENT : kind.answers() ? Server.SERVING : Server.NONE;
            return new ViewedHost(name(i), "id-" + name(i), new Session(session, time, false),
                    new Offer(session && !kind.leaves(), List.of(url(i)), List.of(), version), server,
                    kind.leaves() ? Optional.of(Duration.ofSeconds(5)) : Optional.empty(),
                    new Standing("", new TreeMap<>(), 0, 0,
                            kind.flag() == Flag.BANNED ? Optional.of("it failed") : Optional.empty(), forgotten),
                    binding, binding);
        }

        private ViewedMember member(int i, Kind kind, String version) {
            boolean started = kind.role() != Role.ADDED;
            return new ViewedMember("m" + (i + 1), started ? name(i) : "", List.of(url(i)), List.of(),
                    !kind.isVoter(), new Reading(kind.answers(), time,
                            kind.isVoter() || kind.role() == Role.STEP ? INDEX_NOW : INDEX_NOW / 2, Duration.ZERO,
                            started ? version : ""));
        }

        private static String url(int i) {
            return "http://10.0.0." + (i + 1) + ":2380";
        }

        ClusterView of(Small state) {
            List<ViewedHost> some = new ArrayList<>(MOST_HOSTS);
            List<ViewedMember> list = new ArrayList<>(MOST_HOSTS);
            for (int i = 0; i < state.hosts.length; i++) {
                ViewedHost host = hosts[i][state.hosts[i]];
                ViewedMember member = members[i][state.hosts[i]];
                if (host != null) {
                    some.add(host);
                }
                if (member != null) {
                    list.add(member);
                }
            }
            return new ClusterView(new Moment(1, 0), new Lead(name(state.ours), state.lastResort), some, list,
                    new Raft("m" + (state.raft + 1), INDEX_NOW), Optional.empty(),
                    new Wanted(state.wanted, Optional.empty(), false));
        }
    }
}
