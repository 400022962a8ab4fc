// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.cluster.ClusterState;
import io.mgmt.cluster.MemberState;
import io.mgmt.cluster.MemberState.Phase;
import io.mgmt.core.identity.HostView;
import io.mgmt.core.identity.Identity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state files, kept in memory beside the disk: what is here is on the disk. */
final class HostMemory {

    private static final Logger LOG = LoggerFactory.getLogger(HostMemory.class);
    private static final ClusterState NO_CLUSTER = new ClusterState("", List.of(), List.of());

    private final Ports ports;
    private final Prepared prepared;
    private final String host;
    private Optional<MemberState> member = Optional.empty();
    private ClusterState cluster = NO_CLUSTER;
    private Optional<ClusterState> connected = Optional.empty();

    HostMemory(Ports ports, Prepared prepared) {
        this.ports = ports;
        this.prepared = prepared;
        host = ports.host().name().value();
    }

    Optional<MemberState> member() {
        return member;
    }

    HostView.Memory view() {
        return new HostView.Memory(member, cluster);
    }

    ClusterState cluster() {
        return cluster;
    }

    /** True while this host founds a cluster, and has not yet served with all that belongs to it. */
    boolean founds() {
        return member.filter(state -> state.phase() == Phase.FOUNDING).isPresent();
    }

    /** True while this host joins a cluster, and its member is not known to have served. */
    boolean joins() {
        return member.filter(state -> state.phase() == Phase.JOINING).isPresent();
    }

    /**
     * Leaves the old identity for good. The data goes first: cut short before the last step, the
     * next start finds a member without data, and refuses until it is told again.
     */
    void setAside() throws IOException {
        Optional<Path> archive;
        try {
            archive = prepared.etcd().orElseThrow().archive();
        } catch (IllegalStateException e) {
            // Its process was stopped, but somebody else may have started one there.
            throw new IOException(e.getMessage(), e);
        }
        ports.state().forgetCluster();
        ports.state().forgetMember();
        ports.newCluster().fulfil();
        LOG.warn("{} set its identity aside: archive={} reason=\"--new-cluster\"", host,
                archive.map(Path::toString).orElse("none"));
    }

    /** Reads what is stored, and stores a founding before any process is spawned for it. */
    void open() throws IOException {
        member = ports.state().member();
        cluster = ports.state().cluster().orElse(NO_CLUSTER);
        Identity identity = prepared.identity();
        // Begun a second time with the same plan, as after a change of bundles, it is founded
        // already.
        if (identity instanceof Identity.Found && !isOfThisPlan()) {
            member(new MemberState(Phase.FOUNDING, "", prepared.plan().orElseThrow().token()));
            LOG.info("{} founds a cluster: token={} reason=\"{}\"", host, member.get().token(),
                    identity.reason());
        } else {
            LOG.info("{} begins: memberId={} clusterId={} reason=\"{}\"", host,
                    member.map(MemberState::memberId).orElse(""), cluster.clusterId(),
                    identity.reason());
        }
    }

    private boolean isOfThisPlan() {
        return member.isPresent()
                && member.get().token().equals(prepared.plan().orElseThrow().token());
    }

    void member(MemberState state) throws IOException {
        ports.state().member(state);
        member = Optional.of(state);
        if (state.phase() == Phase.MEMBER) {
            LOG.info("{} is a member: memberId={} clusterId={}", host, state.memberId(),
                    cluster.clusterId());
        }
    }

    /** After its data was archived. */
    void forgetMember() throws IOException {
        ports.state().forgetMember();
        LOG.info("{} is no member any more: memberId={}", host, member.map(MemberState::memberId).orElse(""));
        member = Optional.empty();
    }

    void cluster(ClusterState state) throws IOException {
        ports.state().cluster(state);
        if (cluster.clusterId().isEmpty()) {
            LOG.info("{} belongs to a cluster: clusterId={} endpoints={}", host, state.clusterId(),
                    state.endpoints());
        }
        cluster = state;
    }

    /** Tells the client where the cluster is, and which, if that is news to it. */
    void connect(List<URI> endpoints) {
        ClusterState wanted = new ClusterState(cluster.clusterId(), endpoints, List.of());
        if (!connected.equals(Optional.of(wanted))) {
            connected = Optional.of(wanted);
            ports.connector().connect(endpoints, cluster.clusterId());
        }
    }
}
