// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import io.mgmt.cluster.ClusterState;
import io.mgmt.cluster.MemberState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** The state directory of one host: what is here has been synced, and survives whatever befalls it. */
final class Disk {

    UUID hostId;
    Optional<MemberState> member = Optional.empty();
    Optional<ClusterState> cluster = Optional.empty();
    /** What the etcd data directory holds; null if it is empty. */
    EtcdData data;
    /** Data that was moved out of the way, oldest first. */
    final List<EtcdData> archive = new ArrayList<>();
    /** How many directories of data were ever moved there. */
    int archived;
    /** state.json was lost while there was data. */
    boolean hasLostState;
    /** No write succeeds. */
    boolean isFull;
    /** Clusters that were founded here since the disk was empty. */
    final Set<String> founded = new TreeSet<>();
    private int generation;

    /** Another disk, with nothing on it: another host as far as anybody can tell. */
    void wipe() {
        generation++;
        hostId = new UUID(hostId.getMostSignificantBits() + 1, Dice.mix(generation));
        member = Optional.empty();
        cluster = Optional.empty();
        data = null;
        archive.clear();
        founded.clear();
        hasLostState = false;
    }

    /** How often it was replaced. */
    int generation() {
        return generation;
    }
}
