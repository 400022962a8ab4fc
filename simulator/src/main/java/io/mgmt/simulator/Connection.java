// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import io.mgmt.store.StoreException;
import io.mgmt.store.StoreException.Effect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The endpoints of one cluster, as one client knows them: it probes them, asks the first that serves,
 * and offers the services while any does. A read that fails is asked elsewhere; a write is sent once.
 */
final class Connection {

    private static final long PROBE = 1_000_000_000L;
    private static final long FAST_PROBE = 100_000_000L;
    private static final int FAST_PROBES = 300;
    private static final int PROBES_UNTIL_LOST = 3;
    private static final long WAIT = 50_000_000L;
    static final long CALL_NANOS = Duration.ofSeconds(1).toNanos();
    static final long MEMBERSHIP_NANOS = Duration.ofSeconds(3).toNanos();

    /** What a member is asked. */
    interface Ask<T> {
        void at(Etcd etcd, Consumer<Cluster.Answer<T>> told);
    }

    /** What a call that etcd refused fails with. */
    interface Refusal {
        RuntimeException of(Cluster.No<?> no);
    }

    /**
     * One kind of call.
     *
     * @param isWrite asking twice might do harm
     * @param at the only endpoint that is to be asked, of whatever cluster; empty: any that serves
     * @param ofLearners a learner answers it too
     */
    record Kind(String what, boolean isWrite, long nanos, Optional<String> at, boolean ofLearners,
            Refusal refusal) {
    }

    private static final class Endpoint {
        private final String url;
        private boolean serves;
        private int failures;

        private Endpoint(String url) {
            this.url = url;
        }
    }

    final World world;
    final Caller caller;
    final Services services;
    private final Watches watches;
    private final List<SimulatedLease> leases = new ArrayList<>();
    private List<Endpoint> endpoints = List.of();
    private String clusterId;
    private boolean isConnected;
    private boolean isClosed;
    private int fastProbes;
    private Scheduler.Due probe;

    Connection(World world, Caller caller, String clusterId) {
        this.world = world;
        this.caller = caller;
        this.clusterId = clusterId;
        services = new Services(this);
        watches = new Watches(this);
    }

    String clusterId() {
        return clusterId;
    }

    boolean isConnected() {
        return isConnected;
    }

    Watches watches() {
        return watches;
    }

    void use(List<String> urls) {
        List<Endpoint> now = new ArrayList<>();
        for (String url : urls) {
            Endpoint known = null;
            for (Endpoint old : endpoints) {
                known = old.url.equals(url) ? old : known;
            }
            now.add(known == null ? new Endpoint(url) : known);
        }
        endpoints = now;
        fastProbes = 0;
        probeIn(world.dice.nanos(0.5, 3));
    }

    private void probeIn(long nanos) {
        if (probe != null) {
            probe.cancel();
        }
        probe = world.scheduler.after(nanos, () -> caller.run(this::probe));
    }

    private void probe() {
        if (isClosed) {
            return;
        }
        boolean anyServes = false;
        boolean allLost = true;
        for (Endpoint endpoint : List.copyOf(endpoints)) {
            endpoint.serves = answersProbe(endpoint);
            endpoint.failures = endpoint.serves ? 0 : endpoint.failures + 1;
            anyServes |= endpoint.serves;
            allLost &= !endpoint.serves && endpoint.failures >= PROBES_UNTIL_LOST;
        }
        if (anyServes) {
            fastProbes = 0;
            watches.attach();
            if (!isConnected) {
                isConnected = true;
                caller.services(Optional.of(services), Optional.of(services));
            }
        } else if (isConnected && allLost) {
            disconnect();
        }
        probeIn(anyServes || fastProbes++ > FAST_PROBES ? PROBE : FAST_PROBE);
    }

    private boolean answersProbe(Endpoint endpoint) {
        Etcd etcd = reach(endpoint.url);
        if (etcd == null || !etcd.serves() || isLearner(etcd)) {
            return false;
        }
        if (clusterId.isEmpty()) {
            clusterId = etcd.data.cluster.id;
        }
        if (!clusterId.equals(etcd.data.cluster.id)) {
            endpoints = endpoints.stream().filter(other -> other != endpoint).toList();
            return false;
        }
        return true;
    }

    static boolean isLearner(Etcd etcd) {
        Seat seat = etcd.data.cluster.seat(etcd.data.memberId);
        return seat == null || seat.isLearner;
    }

    /** The process behind a URL, if its port is open and both ways to it are. */
    private Etcd reach(String url) {
        Etcd etcd = world.etcdAt(url);
        return etcd != null && etcd.listens()
                && world.wires.carriesBothWays(caller.index(), etcd.machine.index) ? etcd : null;
    }

    /** The first endpoint that serves, as far as is known; null if none does. */
    Etcd first() {
        for (Endpoint endpoint : endpoints) {
            if (endpoint.serves) {
                Etcd etcd = world.etcdAt(endpoint.url);
                if (etcd != null) {
                    return etcd;
                }
            }
        }
        return null;
    }

    void disconnect() {
        if (isConnected) {
            isConnected = false;
            caller.services(Optional.empty(), Optional.empty());
        }
    }

    void close() {
        isClosed = true;
        isConnected = false;
        watches.close();
        List.copyOf(leases).forEach(lease -> lease.lose("the connection to etcd was closed"));
        if (probe != null) {
            probe.cancel();
        }
    }

    void keep(SimulatedLease lease) {
        leases.add(lease);
    }

    void forget(SimulatedLease lease) {
        leases.remove(lease);
    }

    <T> CompletableFuture<T> call(Kind kind, Ask<T> ask) {
        Call<T> call = new Call<>(kind, ask);
        if (isClosed) {
            call.fail(notSent(kind, "the connection is closed"));
        } else {
            call.deadline = world.scheduler.now() + kind.nanos;
            call.timeout = world.scheduler.after(kind.nanos,
                    () -> caller.run(() -> call.fail(call.noAnswer())));
            call.attempt(null);
        }
        return call.result;
    }

    private static StoreException notSent(Kind kind, String why) {
        return new StoreException(Effect.NONE, kind.what + " was not sent: " + why
                + ". Nothing was written.", null);
    }

    private final class Call<T> {

        private final Kind kind;
        private final Ask<T> ask;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private long deadline;
        private Scheduler.Due timeout;
        private Scheduler.Due elsewhere;
        private boolean hasLeft;

        Call(Kind kind, Ask<T> ask) {
            this.kind = kind;
            this.ask = ask;
        }

        private void attempt(String avoid) {
            if (result.isDone() || isClosed) {
                return;
            }
            String url = kind.at.orElseGet(() -> choose(avoid));
            if (url == null) {
                world.scheduler.after(WAIT, () -> caller.run(() -> attempt(null)));
                return;
            }
            Etcd etcd = world.etcdAt(url);
            Fate fate = world.faults.fate();
            boolean isOpen = etcd != null
                    && world.wires.carriesBothWays(caller.index(), etcd.machine.index);
            if (etcd != null && !isOpen || fate == Fate.REQUEST_LOST) {
                hasLeft = true;
                elsewhereIfSilent(url);
            } else if (etcd == null || !etcd.listens()) {
                world.scheduler.after(world.dice.nanos(0.2, 1),
                        () -> caller.run(() -> broken(url, "connection refused")));
            } else {
                hasLeft = true;
                elsewhereIfSilent(url);
                send(etcd, url, fate);
            }
        }

        private String choose(String avoid) {
            for (Endpoint endpoint : endpoints) {
                if (endpoint.serves && !endpoint.url.equals(avoid)) {
                    return endpoint.url;
                }
            }
            return null;
        }

        /** A read leaves time for another endpoint, if there is one. */
        private void elsewhereIfSilent(String url) {
            if (!kind.isWrite && kind.at.isEmpty() && choose(url) != null) {
                elsewhere = world.scheduler.after((deadline - world.scheduler.now()) / 2, () ->
                        caller.run(() -> {
                            if (!result.isDone()) {
                                suspect(url);
                                attempt(url);
                            }
                        }));
            }
        }

        private void suspect(String url) {
            for (Endpoint endpoint : endpoints) {
                if (endpoint.url.equals(url)) {
                    endpoint.serves = false;
                }
            }
            probeIn(world.dice.nanos(1, 5));
        }

        private void broken(String url, String why) {
            if (result.isDone()) {
                return;
            }
            if (kind.at.isPresent()) {
                fail(hasLeft ? noAnswer() : notSent(kind, why));
                return;
            }
            suspect(url);
            if (!kind.isWrite || !hasLeft) {
                world.scheduler.after(world.dice.nanos(1, 5), () -> caller.run(() -> attempt(url)));
            } else {
                fail(noAnswer());
            }
        }

        private void send(Etcd etcd, String url, Fate fate) {
            int to = etcd.machine.index;
            long there = world.wires.delay(caller.index(), to)
                    + (fate == Fate.REQUEST_LATE ? world.faults.lateness() : 0);
            Runnable ended = () -> world.scheduler.after(world.dice.nanos(0.1, 1), () ->
                    caller.run(() -> broken(url, "the connection broke")));
            etcd.onEnd(ended);
            result.whenComplete((value, e) -> etcd.forgetOnEnd(ended));
            world.scheduler.after(there, () -> {
                if (world.wires.carries(caller.index(), to)) {
                    etcd.whenAwake(() -> arrived(etcd, url, fate));
                }
            });
        }

        private void arrived(Etcd etcd, String url, Fate fate) {
            if (!etcd.listens()) {
                return;
            }
            if (kind.at.isEmpty() && !etcd.data.cluster.id.equals(clusterId)) {
                reply(etcd, fate, () -> fail(notSent(kind, url + " belongs to another cluster")));
            } else if (!kind.ofLearners && isLearner(etcd)) {
                answered(etcd, fate, new Cluster.No<>(
                        io.mgmt.etcd.RefusedException.Reason.OTHER,
                        "etcdserver: rpc not supported for learner"));
            } else {
                ask.at(etcd, answer -> answered(etcd, fate, answer));
            }
        }

        private void answered(Etcd etcd, Fate fate, Cluster.Answer<T> answer) {
            reply(etcd, fate, () -> {
                if (answer instanceof Cluster.Done<T> done) {
                    finish();
                    result.complete(done.value());
                } else if (answer instanceof Cluster.No<T> no) {
                    fail(kind.refusal.of(no));
                }
            });
        }

        private void reply(Etcd etcd, Fate fate, Runnable action) {
            int from = etcd.machine.index;
            if (fate == Fate.REPLY_LOST) {
                return;
            }
            long back = world.wires.delay(from, caller.index())
                    + (fate == Fate.REPLY_LATE ? world.faults.lateness() : 0);
            etcd.whenAwake(() -> world.scheduler.after(back, () -> {
                if (world.wires.carries(from, caller.index())) {
                    caller.run(() -> {
                        if (!result.isDone()) {
                            action.run();
                        }
                    });
                }
            }));
        }

        private StoreException noAnswer() {
            return !hasLeft ? notSent(kind, "no endpoint of etcd answers")
                    : new StoreException(kind.isWrite ? Effect.UNKNOWN : Effect.NONE, kind.what
                            + " failed: no answer within " + kind.nanos / 1_000_000 + " ms", null);
        }

        private void fail(RuntimeException why) {
            if (!result.isDone()) {
                finish();
                result.completeExceptionally(why);
            }
        }

        private void finish() {
            if (timeout != null) {
                timeout.cancel();
            }
            if (elsewhere != null) {
                elsewhere.cancel();
            }
        }
    }
}
