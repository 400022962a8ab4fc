// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import io.mgmt.store.Event;
import java.util.Optional;

/** Looks at everything that happens, and says when an invariant of the product is broken. */
final class Checks {

    private final World world;
    private Optional<Violation> violation = Optional.empty();

    Checks(World world) {
        this.world = world;
    }

    Optional<Violation> violation() {
        return violation;
    }

    private void broken(String invariant, String words) {
        if (violation.isEmpty()) {
            violation = Optional.of(new Violation(invariant, words, world.scheduler.now() / 1e9));
            world.trace.add("!!!", violation.get().toString());
        }
    }

    void afterStep() {
    }

    void changed(Cluster cluster, Event event) {
    }

    void lost(Cluster cluster, Etcd leader, long entries) {
        broken("S1", leader.machine.name + " leads cluster " + cluster.id + " without " + entries
                + " entries that were committed");
    }

    void membersChanged(Cluster cluster) {
    }

    void spawned(Machine machine) {
    }

    void forgotItsVote(Machine machine, String memberId) {
        broken("S10", machine.name + " started member " + memberId + " without its data");
    }

    void founded(Machine machine, String clusterId) {
        machine.disk.founded.add(clusterId);
        if (machine.disk.founded.size() > 1 || machine.disk.cluster
                .filter(known -> !known.clusterId().isEmpty() && !known.clusterId().equals(clusterId))
                .isPresent()) {
            broken("S2", machine.name + " founded cluster " + clusterId + " beside "
                    + machine.disk.founded + " " + machine.disk.cluster);
        }
    }

    void wrongVersion(Machine machine, Cluster cluster) {
        broken("VERSION", machine.name + " with etcd " + machine.version() + " joined members of 3."
                + cluster.minor());
    }

    void ended(Machine machine, int exitCode, String message) {
        if (message.isBlank()) {
            broken("L2", machine.name + " ended with " + exitCode + " and without a reason");
        }
    }

    void archived(Machine machine, EtcdData data) {
    }

    MembershipCall asked(Connection by, String kind, String target) {
        return new MembershipCall(by, kind, target, world.scheduler.now());
    }
}
