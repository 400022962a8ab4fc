// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.ClusterView.Lead;
import io.mgmt.cluster.ClusterView.Moment;
import io.mgmt.cluster.ClusterView.Raft;
import io.mgmt.cluster.ClusterView.Wanted;
import io.mgmt.cluster.Sizing;
import io.mgmt.cluster.ViewedHost;
import io.mgmt.cluster.ViewedHost.Offer;
import io.mgmt.cluster.ViewedHost.Server;
import io.mgmt.cluster.ViewedHost.Session;
import io.mgmt.cluster.ViewedHost.Standing;
import io.mgmt.cluster.ViewedMember;
import io.mgmt.cluster.ViewedMember.Reading;
import io.mgmt.core.membership.Delays;
import io.mgmt.placement.spread.ZoneSpread;
import io.mgmt.testkit.ManualTimers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A cluster as a host sees it, painted by hand; h1 decides and leads raft. */
final class Picture {

    static final long NOW_MILLIS = 1_000_000;

    private final List<ViewedHost> hosts = new ArrayList<>();
    private final List<ViewedMember> members = new ArrayList<>();
    private String leader = "h1";
    private String sizeNote = "";
    private boolean steady = true;
    private int wanted = 3;
    private Optional<String> written = Optional.of("3");
    private final List<Installed<ClusterSizingPolicy>> sizing = new ArrayList<>();
    private final Advisers advisers = Advisers.of("h1", 9, new ManualTimers(), Runnable::run);

    Picture() {
        sizing("fixed", view -> new Sizing(view.wanted().voters(), "idealClusterSize is " + view.wanted().voters()));
        advisers.placement().set(List.of(new Installed<>(new Installed.Label("spread", "1.0.0", 0, 2, false),
                new ZoneSpread())));
    }

    private void sizing(String name, ClusterSizingPolicy policy) {
        sizing.clear();
        sizing(name, 0, policy);
    }

    Picture sizing(String name, int ranking, ClusterSizingPolicy policy) {
        return install(new Installed.Label(name, "1.0.0", ranking, sizing.size() + 1, false), policy);
    }

    Picture shadow(String name, int size) {
        return install(new Installed.Label(name, "1.0.0", 0, sizing.size() + 1, true),
                view -> new Sizing(size, "it is tried"));
    }

    private Picture install(Installed.Label label, ClusterSizingPolicy policy) {
        sizing.add(new Installed<>(label, policy));
        advisers.sizing().set(sizing);
        return this;
    }

    Picture noPolicy() {
        advisers.sizing().set(List.of());
        return this;
    }

    private static String url(String name, int port) {
        return "http://" + name + ":" + port;
    }

    private Picture host(String name, boolean present, boolean volunteer, Server server, Optional<String> banned) {
        hosts.add(new ViewedHost(name, "id-" + name, new Session(present, Duration.ofSeconds(30), false),
                new Offer(volunteer && present, List.of(url(name, 2380)), List.of(url(name, 2379)), "3.6.16"), server,
                Optional.empty(), new Standing("", new TreeMap<>(), 0, 0, banned, false), Optional.empty(),
                Optional.empty()));
        return this;
    }

    private Picture member(String name, boolean learner, boolean answers) {
        members.add(new ViewedMember("m-" + name, name, List.of(url(name, 2380)), List.of(url(name, 2379)), learner,
                new Reading(answers, Duration.ofSeconds(answers ? 300 : 7), 100, Duration.ZERO, "3.6.16")));
        return this;
    }

    Picture voters(String... names) {
        for (String name : names) {
            host(name, true, true, Server.SERVING, Optional.empty()).member(name, false, true);
        }
        return this;
    }

    Picture learner(String name) {
        return host(name, true, true, Server.SERVING, Optional.empty()).member(name, true, true);
    }

    Picture dead(String name) {
        return host(name, false, true, Server.NONE, Optional.empty()).member(name, false, false);
    }

    Picture byHand(String name, boolean learner) {
        return member(name, learner, true);
    }

    Picture spares(String... names) {
        for (String name : names) {
            host(name, true, true, Server.NONE, Optional.empty());
        }
        return this;
    }

    Picture client(String name) {
        return host(name, true, false, Server.NONE, Optional.empty());
    }

    Picture banned(String name, String reason) {
        return host(name, true, true, Server.NONE, Optional.of(reason));
    }

    Picture led(String by) {
        leader = by;
        return this;
    }

    Picture wanted(int size) {
        wanted = size;
        written = Optional.of(Integer.toString(size));
        return this;
    }

    Picture wrongSize(String text, String note) {
        written = Optional.of(text);
        sizeNote = note;
        return this;
    }

    Picture seenByASpare() {
        steady = false;
        return this;
    }

    Picture policyOf(int size) {
        sizing("sunday", view -> new Sizing(size, "it is Sunday"));
        return this;
    }

    Outlook outlook() {
        ClusterView view = new ClusterView(new Moment(4711, NOW_MILLIS), new Lead(leader, false), hosts, members,
                new Raft("m-h1", 100), Optional.empty(), new Wanted(wanted, written, false));
        return new Outlook("h1", true, view, steady, sizeNote, advisers, Delays.DEFAULTS);
    }

    Seen now() {
        return new Seen.Now(outlook());
    }
}
