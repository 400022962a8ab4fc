// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Urls;
import io.mgmt.cluster.Host;
import io.mgmt.cluster.ViewedHost.Server;
import io.mgmt.cluster.MemberState.Phase;
import io.mgmt.cluster.RaftTiming;
import io.mgmt.core.identity.HostView.Memory;
import io.mgmt.core.identity.HostView.Roll;
import io.mgmt.core.identity.OwnKeys;
import io.mgmt.graph.GraphReport;
import io.mgmt.graph.VertexState;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts what a host tells about itself into the values of its keys. */
final class HostInfo {

    private final Host host;
    private final Prepared prepared;
    /** The loop asks at each round, and it changes rarely. */
    private Optional<Written> last = Optional.empty();

    HostInfo(Host host, Prepared prepared) {
        this.host = host;
        this.prepared = prepared;
    }

    /**
     * What changes while the host runs.
     *
     * @param serves its etcd serves
     * @param server the same for those who decide
     * @param brokenMember whose data is gone; empty if none
     * @param etcdVersion empty until known, and of a client
     * @param leaving it was asked to stop
     * @param graph what it runs; empty if there is no engine
     */
    record Now(boolean serves, Server server, String brokenMember, String etcdVersion, boolean leaving, Optional<GraphReport> graph) {
    }

    /** What was told, and the text that it came to. */
    private record Written(Now now, String text) {
    }

    /**
     * The keys of this host as they should stand.
     *
     * @param timing what the cluster said last: a voter writes it again if the key is gone
     */
    OwnKeys keys(long leaseId, Memory memory, Roll roll, Now now, Optional<RaftTiming> timing) {
        String name = host.name().value();
        Settings settings = prepared.settings();
        String info = info(now);
        if (prepared.plan().isEmpty()) {
            return new OwnKeys(name, leaseId, info, Optional.empty(), Optional.empty(),
                    Optional.empty(), Optional.empty(), Optional.empty());
        }
        boolean votes = now.serves() && !roll.learner();
        boolean isFounding =
                memory.member().filter(member -> member.phase() == Phase.FOUNDING).isPresent();
        return new OwnKeys(name, leaseId, info,
                only(!now.leaving(), settings.advertisedServerUrls().toString()),
                only(votes, settings.advertisedClientUrls().toString()),
                only(!roll.memberId().isEmpty(), started(roll.memberId())),
                isFounding || votes ? Optional.of(Timing.text(timing.orElse(settings.timing()))) : Optional.empty(),
                only(isFounding, Integer.toString(settings.idealClusterSize())));
    }

    private static Optional<String> only(boolean holds, String value) {
        return holds ? Optional.of(value) : Optional.empty();
    }

    private String started(String memberId) {
        return Json.text(Json.object("hostId", host.id().toString(), "memberId", memberId));
    }

    private String info(Now now) {
        if (last.filter(known -> known.now().equals(now)).isEmpty()) {
            last = Optional.of(new Written(now, text(now)));
        }
        return last.get().text();
    }

    private String text(Now now) {
        Settings settings = prepared.settings();
        boolean runsServer = prepared.plan().isPresent();
        return Json.text(Json.object(
                "hostId", host.id().toString(),
                "peerUrls", runsServer ? texts(settings.advertisedServerUrls()) : List.of(),
                "clientUrls", runsServer ? texts(settings.advertisedClientUrls()) : List.of(),
                "zone", settings.zone(),
                "labels", settings.labels(),
                "versions", Json.object("agent", prepared.versions().agent(),
                        "etcd", now.etcdVersion(), "java", prepared.versions().java()),
                "etcdServes", now.serves(),
                "etcd", Words.of(now.server()),
                "brokenMember", now.brokenMember(),
                "leaving", now.leaving(),
                "graph", now.graph().map(HostInfo::graph).orElse(Map.of())));
    }

    /** Little enough that it rarely changes: each change is a write for the whole cluster. */
    private static Map<String, Object> graph(GraphReport report) {
        long failed = report.count(VertexState.FAILED) + report.count(VertexState.RETRYING);
        return Json.object("name", report.graph(), "converged", report.converged(),
                "resources", report.vertices().size(), "failed", failed,
                "problem", report.problem());
    }

    static List<String> texts(Urls urls) {
        return urls.list().stream().map(URI::toString).toList();
    }

    /** The host id in a value of {@code hosts/<host>}; empty if there is none to be read. */
    static String hostId(String value) {
        return Json.fields(value).get("hostId") instanceof String id ? id : "";
    }

    /** Who wrote a value of {@code hosts/<host>}, for people. */
    static String words(String value) {
        Map<String, Object> fields = Json.fields(value);
        return fields.get("hostId") instanceof String id
                ? "host id " + id + ", peer URLs " + fields.get("peerUrls")
                        + ", client URLs " + fields.get("clientUrls")
                : "an unreadable value";
    }
}
