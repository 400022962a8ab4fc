// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import io.mgmt.etcd.RefusedException;
import io.mgmt.store.StoreException;
import io.mgmt.store.StoreException.Effect;

/** A call that is to change the members: who made it, and what that one knows of its outcome. */
final class MembershipCall {

    /** etcd gives up a request after this time. */
    private static final long MAY_STILL_HAPPEN = 7_000_000_000L;

    final Connection by;
    final String kind;
    final String target;
    private final long asked;
    private boolean isAnswered;
    private boolean isUnknown;
    /** Its effect was seen: it has no second one, also if it was undone since. */
    private boolean hasStood;

    MembershipCall(Connection by, String kind, String target, long asked) {
        this.by = by;
        this.kind = kind;
        this.target = target;
        this.asked = asked;
    }

    void told(Throwable e) {
        isAnswered = true;
        Throwable cause = e != null && e.getCause() != null && !(e instanceof StoreException)
                ? e.getCause() : e;
        isUnknown = cause != null && !(cause instanceof RefusedException)
                && !(cause instanceof StoreException known && known.effect() == Effect.NONE);
    }

    /** True if whoever made it cannot know yet what comes of it. */
    boolean isOpen(long now, Cluster cluster) {
        return !isAnswered || isUnknown && now - asked < MAY_STILL_HAPPEN && !stands(cluster);
    }

    /** True if it may take effect from now on, for all that anybody can know who was not told. */
    boolean mayStillHappen(long now, Cluster cluster) {
        return now - asked < MAY_STILL_HAPPEN && (!isAnswered || isUnknown) && !stands(cluster);
    }

    boolean isSame(MembershipCall other) {
        return kind.equals(other.kind) && target.equals(other.target);
    }

    private boolean stands(Cluster cluster) {
        Seat seat = cluster.seat(target);
        hasStood |= switch (kind) {
            case "add" -> cluster.seats().stream()
                    .anyMatch(each -> String.join(",", each.peerUrls).equals(target));
            case "promote" -> seat == null || !seat.isLearner;
            case "remove" -> seat == null;
            default -> true;
        };
        return hasStood;
    }
}
