// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import io.mgmt.store.Lease;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A lease as the real client keeps it: renewed each third of its time, and sooner after a failure. */
final class SimulatedLease implements Lease {

    private static final long LONGEST_PAUSE = 500_000_000L;

    private final Connection connection;
    private final World world;
    private final long id;
    private final long ttlNanos;
    private final CompletableFuture<String> lost = new CompletableFuture<>();
    private long confirmed;
    private boolean isOver;
    private Scheduler.Due next;

    SimulatedLease(Connection connection, long id, long ttlNanos, long asked) {
        this.connection = connection;
        this.id = id;
        this.ttlNanos = ttlNanos;
        world = connection.world;
        confirmed = asked;
        connection.keep(this);
        renewIn(ttlNanos / 3);
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public long confirmedMillisAgo() {
        return (world.scheduler.now() - confirmed) / 1_000_000;
    }

    @Override
    public CompletableFuture<String> lost() {
        return lost;
    }

    @Override
    public CompletableFuture<Void> revoke() {
        close();
        return connection.services.revoke(id);
    }

    @Override
    public void close() {
        isOver = true;
        if (next != null) {
            next.cancel();
        }
        connection.forget(this);
    }

    private void renewIn(long nanos) {
        if (next != null) {
            next.cancel();
        }
        next = world.scheduler.after(nanos, () -> connection.caller.run(this::renew));
    }

    private void renew() {
        if (isOver) {
            return;
        }
        long asked = world.scheduler.now();
        next = world.scheduler.after(left(), () -> connection.caller.run(this::loseIfItIsTime));
        connection.<Boolean>call(new Connection.Kind("renewal of lease", false, Connection.CALL_NANOS,
                Optional.empty(), false, Services::refused),
                (etcd, told) -> etcd.data.cluster.renew(etcd, id, told))
                .whenComplete((lives, e) -> {
                    if (isOver) {
                        return;
                    }
                    if (e != null) {
                        failed();
                    } else if (lives) {
                        confirmed = asked;
                        renewIn(ttlNanos / 3);
                    } else {
                        lose("etcd does not know lease " + Texts.hex(id) + " any more");
                    }
                });
    }

    private void failed() {
        if (left() <= 0) {
            lose("lease " + Texts.hex(id) + " was not confirmed in time");
        } else {
            renewIn(Math.min(Math.min(LONGEST_PAUSE, ttlNanos / 12), left()));
        }
    }

    private void loseIfItIsTime() {
        if (!isOver && left() <= 0) {
            lose("lease " + Texts.hex(id) + " was not confirmed in time");
        }
    }

    private long left() {
        return ttlNanos - (world.scheduler.now() - confirmed);
    }

    void lose(String why) {
        if (!isOver) {
            close();
            world.scheduler.after(0, () -> connection.caller.run(() -> lost.complete(why)));
        }
    }
}
