// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

/** A data directory of etcd: which member it belongs to, and how much of the log is on the disk. */
final class EtcdData {

    final Cluster cluster;
    final String memberId;
    /** Minor version of the etcd that wrote it last. */
    int minor;
    /** Of the newest entry of the log that is on this disk, committed or not. */
    long lastIndex;
    /** It cannot be read any more. */
    boolean isDamaged;

    private long indexBeforeLoss;
    private long lostAt = Long.MIN_VALUE;

    EtcdData(Cluster cluster, String memberId, int minor) {
        this.cluster = cluster;
        this.memberId = memberId;
        this.minor = minor;
    }

    /** It is gone from the disk. */
    void lose(long now) {
        indexBeforeLoss = lastIndex;
        lostAt = now;
        lastIndex = 0;
    }

    /** The index that whoever looked then, or since, may have seen. */
    long indexAt(long nanos) {
        return lostAt >= nanos ? Math.max(indexBeforeLoss, lastIndex) : lastIndex;
    }
}
