// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.ClusterView.Call;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Builds a view that shows only what matters to a test; all else is as on a good day. */
final class Scene {

    private static final long NOW = 100;

    /** One host while the scene is set; its member too, if it is one. */
    private static final class Actor {
        private boolean member;
        private boolean learner;
        private boolean started;
        private boolean recorded = true;
        private boolean nominated;
        private boolean host = true;
        private boolean session = true;
        private boolean again;
        private boolean answers;
        private boolean volunteer = true;
        private boolean forgotten;
        private Server server = Server.NONE;
        private Duration sessionSince = Duration.ofHours(1);
        private Duration since = Duration.ofHours(1);
        private Duration stuck = Duration.ZERO;
        private Duration nominatedSince = Duration.ZERO;
        private Optional<Duration> leaving = Optional.empty();
        private Optional<String> banned = Optional.empty();
        private String zone = "";
        private String hostId;
        private String version = "3.6.16";
        private String url;
        private int failures;
        private long index = NOW;
    }

    private final Map<String, Actor> actors = new TreeMap<>();
    private String leader = "h1";
    private boolean lastResort;
    private String raft = "h1";
    private Optional<Call> call = Optional.empty();
    private boolean upgrade;

    static Scene cluster() {
        return new Scene();
    }

    private Actor actor(String name) {
        return actors.computeIfAbsent(name, key -> {
            Actor actor = new Actor();
            actor.hostId = "id-" + key;
            actor.url = "http://" + key + ":2380";
            return actor;
        });
    }

    private Scene set(Consumer<Actor> change, String... names) {
        for (String name : names) {
            change.accept(actor(name));
        }
        return this;
    }

    Scene voters(String... names) {
        return set(actor -> {
            actor.member = true;
            actor.started = true;
            actor.nominated = true;
            actor.answers = true;
            actor.index = NOW;
            actor.server = Server.SERVING;
        }, names);
    }

    Scene volunteers(String... names) {
        return set(actor -> { }, names);
    }

    /** Hosts with --no-server. */
    Scene clients(String... names) {
        return set(actor -> actor.volunteer = false, names);
    }

    Scene added(String... names) {
        return set(actor -> {
            actor.member = true;
            actor.learner = true;
            actor.index = 0;
        }, names);
    }

    Scene nominated(String name, long seconds) {
        return added(name).set(actor -> {
            actor.nominated = true;
            actor.nominatedSince = Duration.ofSeconds(seconds);
        }, name);
    }

    Scene behind(String name, long stuckSeconds) {
        return voters(name).set(actor -> {
            actor.learner = true;
            actor.index = NOW / 2;
            actor.stuck = Duration.ofSeconds(stuckSeconds);
        }, name);
    }

    Scene inStep(String... names) {
        return voters(names).set(actor -> actor.learner = true, names);
    }

    Scene orphan(String name, long seconds) {
        return set(actor -> {
            actor.session = false;
            actor.sessionSince = Duration.ofSeconds(seconds);
        }, name);
    }

    Scene dead(String name, long seconds) {
        return orphan(name, seconds).silent(name, seconds, Server.NONE);
    }

    Scene down(String name, long seconds) {
        return silent(name, seconds, Server.SILENT);
    }

    /** Does not answer the leader, and says that it serves. */
    Scene unreachable(String name, long seconds) {
        return silent(name, seconds, Server.SERVING);
    }

    private Scene silent(String name, long seconds, Server server) {
        return set(actor -> {
            actor.answers = false;
            actor.since = Duration.ofSeconds(seconds);
            actor.server = server;
        }, name);
    }

    Scene broken(String name) {
        return silent(name, 1, Server.BROKEN);
    }

    Scene leaving(String name, long seconds) {
        return set(actor -> {
            actor.leaving = Optional.of(Duration.ofSeconds(seconds));
            actor.volunteer = false;
        }, name);
    }

    Scene banned(String name, String reason) {
        return set(actor -> actor.banned = Optional.of(reason), name);
    }

    Scene failed(String name, int failures) {
        return set(actor -> actor.failures = failures, name);
    }

    Scene zone(String zone, String... names) {
        return set(actor -> actor.zone = zone, names);
    }

    Scene etcd(String version, String... names) {
        return set(actor -> actor.version = version, names);
    }

    Scene hostId(String name, String id) {
        return set(actor -> actor.hostId = id, name);
    }

    Scene url(String name, String url) {
        return set(actor -> actor.url = url, name);
    }

    Scene forgotten(String... names) {
        return set(actor -> actor.forgotten = true, names);
    }

    Scene backFor(String name, long seconds) {
        return set(actor -> {
            actor.again = true;
            actor.sessionSince = Duration.ofSeconds(seconds);
        }, name);
    }

    Scene byHand(String name, boolean learner) {
        return voters(name).set(actor -> {
            actor.host = false;
            actor.learner = learner;
            actor.started = !learner;
        }, name);
    }

    /** A voter whose records were deleted. */
    Scene unrecorded(String name) {
        return voters(name).set(actor -> {
            actor.nominated = false;
            actor.recorded = false;
        }, name);
    }

    Scene staleNomination(String name) {
        return set(actor -> actor.nominated = true, name);
    }

    Scene behindNow(String... names) {
        return set(actor -> actor.index = 1, names);
    }

    Scene led(String by) {
        leader = by;
        return this;
    }

    Scene asLastResort() {
        lastResort = true;
        return this;
    }

    Scene raftLed(String by) {
        raft = by;
        return this;
    }

    Scene call(Call.Kind kind, String host, long seconds) {
        call = Optional.of(new Call(kind, host, kind == Call.Kind.ADD_LEARNER ? "" : id(host),
                Duration.ofSeconds(seconds)));
        return this;
    }

    Scene upgrade() {
        upgrade = true;
        return this;
    }

    static String id(String name) {
        return "m-" + name;
    }

    ClusterView view() {
        return view(null);
    }

    /** The same, with its parts handed over in another order. */
    ClusterView view(Random order) {
        List<ViewedHost> hosts = new ArrayList<>();
        List<ViewedMember> members = new ArrayList<>();
        actors.forEach((name, actor) -> {
            if (actor.host) {
                hosts.add(host(name, actor));
            }
            if (actor.member) {
                members.add(new ViewedMember(id(name), actor.started ? name : "", List.of(actor.url), List.of(),
                        actor.learner, new Reading(actor.answers, actor.since, actor.index, actor.stuck,
                                actor.started ? actor.version : "")));
            }
        });
        if (order != null) {
            Collections.shuffle(hosts, order);
            Collections.shuffle(members, order);
        }
        return new ClusterView(new Moment(4711, 0), new Lead(leader, lastResort), hosts, members,
                new Raft(raft.isEmpty() ? "" : id(raft), NOW), call, new Wanted(3, Optional.empty(), upgrade));
    }

    private static ViewedHost host(String name, Actor actor) {
        String bound = "id-" + name;
        return new ViewedHost(name, actor.hostId, new Session(actor.session, actor.sessionSince, actor.again),
                new Offer(actor.volunteer && actor.session, List.of(actor.url), List.of(), actor.version), actor.server,
                actor.leaving, new Standing(actor.zone, new TreeMap<>(), actor.failures, 0, actor.banned,
                        actor.forgotten),
                actor.nominated ? Optional.of(new Binding(bound, id(name), actor.nominatedSince)) : Optional.empty(),
                actor.started && actor.recorded ? Optional.of(new Binding(bound, id(name), Duration.ZERO))
                        : Optional.empty());
    }

    Step next(int voters) {
        return Spread.next(view(), voters, Delays.DEFAULTS);
    }
}
