// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.cluster.ClusterState;
import io.mgmt.cluster.Host;
import io.mgmt.cluster.HostState;
import io.mgmt.cluster.MemberState;
import io.mgmt.cluster.RaftTiming;
import io.mgmt.core.identity.Identity;
import io.mgmt.core.identity.Stored;
import io.mgmt.core.identity.Wishes;
import io.mgmt.etcd.EtcdServer;
import io.mgmt.etcd.StartPlan;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what this host is to do, and checks that it can. Starts nothing and changes nothing:
 * whatever is wrong is a {@link WrongInputException}.
 */
final class Preparation {

    private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

    private final Settings settings;
    private final Host host;
    private final HostState state;
    private final Prepared.Versions versions;
    private final boolean newCluster;

    Preparation(Settings settings, Host host, HostState state, NewClusterWish wish,
            Prepared.Versions versions) {
        this.settings = settings;
        this.host = host;
        this.state = state;
        this.versions = versions;
        newCluster = settings.newCluster() && !wish.isFulfilled();
    }

    /** @param etcd the server that this host may run; empty: it may not run any */
    Prepared prepare(Optional<EtcdServer> etcd) {
        Identity identity = Identity.of(stored(etcd),
                new Wishes(settings.seeds(), settings.noServer(), newCluster, host.isTemporary()));
        if (identity instanceof Identity.Refuse refuse) {
            throw new WrongInputException(refuse.reason());
        }
        if (identity instanceof Identity.Join) {
            checkSeeds();
        }
        if (identity instanceof Identity.ConnectOnly) {
            return new Prepared(settings, identity, etcd, Optional.empty(), versions);
        }
        StartPlan plan = plan(identity);
        Optional<String> problem = etcd.orElseThrow().preflight(plan);
        if (problem.isPresent()) {
            throw new WrongInputException(problem.get());
        }
        return new Prepared(settings, identity, etcd, Optional.of(plan), versions);
    }

    /** A host that knows no cluster but its own address would wait for itself for ever. */
    private void checkSeeds() {
        List<URI> own = settings.advertisedClientUrls().list();
        boolean known = read(state::cluster).filter(cluster -> !cluster.endpoints().isEmpty()).isPresent();
        if (!known && own.containsAll(settings.seeds().list())) {
            throw new WrongInputException("--seeds " + settings.seeds() + " is the client URL of " + host.name()
                    + " itself, which has no etcd yet.\n  Pass the client URL of a host of the cluster; or leave"
                    + " out --seeds to found a cluster. Nothing was changed.");
        }
    }

    private Stored stored(Optional<EtcdServer> etcd) {
        Optional<MemberState> member = read(state::member);
        Optional<ClusterState> cluster = read(state::cluster);
        return new Stored(host.name().value(), host.stateDirectory().toString(), member, cluster,
                etcd.map(EtcdServer::hasData).orElse(false), settings.advertisedClientUrls());
    }

    /** One of the state files. */
    @FunctionalInterface
    private interface StateFile<T> {
        Optional<T> read() throws IOException;
    }

    private <T> Optional<T> read(StateFile<T> file) {
        try {
            return file.read();
        } catch (IOException e) {
            if (newCluster) {
                LOG.warn("{} ignores a state file: reason=\"--new-cluster; {}\"", host.name(),
                        e.getMessage());
                return Optional.empty();
            }
            throw new WrongInputException(e.getMessage());
        }
    }

    private StartPlan plan(Identity identity) {
        String name = host.name().value();
        boolean founding = identity instanceof Identity.Found
                || identity instanceof Identity.StartOwn member
                && member.member().phase() == MemberState.Phase.FOUNDING;
        // A founding that goes on keeps its token, and with it its cluster id.
        String token = identity instanceof Identity.StartOwn own ? own.member().token()
                : UUID.randomUUID().toString();
        // What the cluster said last; a host that joins will hear it.
        RaftTiming timing = identity instanceof Identity.StartOwn
                ? read(state::cluster).flatMap(ClusterState::timing).orElse(settings.timing()) : settings.timing();
        String initialCluster = settings.advertisedServerUrls().list().stream()
                .map(URI::toString)
                .map(url -> name + "=" + url)
                .collect(Collectors.joining(","));
        return new StartPlan(name, settings.clientUrls(), settings.advertisedClientUrls(),
                settings.serverUrls(),
                settings.advertisedServerUrls(), initialCluster, founding, token,
                timing.heartbeat(), timing.election());
    }
}
