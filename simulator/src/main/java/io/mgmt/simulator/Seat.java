// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import io.mgmt.etcd.Members.Member;
import java.util.List;

/** A line of the member list, as committed, and who sits there. */
final class Seat {

    final String id;
    final long addedAtIndex;
    final long addedAtNanos;
    String name = "";
    List<String> peerUrls;
    List<String> clientUrls = List.of();
    boolean isLearner;
    /** Its promotion was proposed: it may have a vote at any moment. */
    boolean isComing;
    /** Its data: on some disk, or lost. Empty until it was started for the first time. */
    EtcdData data;
    /** The process that runs with that data; null if none does. */
    Etcd process;
    /** For checks: raft's leader hears it and is heard by it, and since when that is so, or not so. */
    boolean isCounted;
    long countedChangedAt;

    Seat(String id, List<String> peerUrls, boolean isLearner, long addedAtIndex, long addedAtNanos) {
        this.id = id;
        this.peerUrls = List.copyOf(peerUrls);
        this.isLearner = isLearner;
        this.addedAtIndex = addedAtIndex;
        this.addedAtNanos = addedAtNanos;
        countedChangedAt = addedAtNanos;
    }

    Member member() {
        return new Member(id, name, peerUrls, clientUrls, isLearner);
    }

    /** It has run as a member, and may have voted. */
    boolean wasStarted() {
        return data != null;
    }

    boolean isPublished() {
        return !name.isEmpty();
    }
}
