// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import io.mgmt.agent.Timers;
import io.mgmt.store.Event;
import io.mgmt.store.Store;
import io.mgmt.store.StoreException;
import io.mgmt.store.WatchListener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** How commands wait for what hosts do. */
final class Waiting {

    /** A look at least so often, because hosts come and go without this being told. */
    private static final long LOOK_MILLIS = 1_000;
    /** And at most so often, however many hosts tell something. */
    private static final long LEAST_MILLIS = 100;

    private final Timers timers;
    private final Pause pause;

    /** Waits for a bell, for a while. */
    interface Pause {
        void until(Semaphore bell) throws InterruptedException;
    }

    Waiting(Timers timers) {
        this(timers, bell -> {
            if (bell.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                Thread.sleep(LEAST_MILLIS);
                bell.drainPermits();
            }
        });
    }

    Waiting(Timers timers, Pause pause) {
        this.timers = timers;
        this.pause = pause;
    }

    /**
     * Looks again and again until it is so, or the time is over.
     *
     * @return the last look; empty if the store did not answer at the end
     */
    Optional<Standing> until(Store store, Duration within, Predicate<Standing> isSo) throws InterruptedException {
        Duration end = timers.now().plus(within);
        Semaphore bell = new Semaphore(0);
        long from = Calls.await(store.get(RolloutKeys.LOCK)).revision() + 1;
        Store.Subscription reports = store.watch(RolloutKeys.REPORTS, from, new Bell(bell));
        Store.Subscription releases = store.watch(RolloutKeys.RELEASES, from, new Bell(bell));
        try {
            Optional<Standing> last = look(store);
            while (!last.map(isSo::test).orElse(false) && timers.now().compareTo(end) < 0) {
                pause.until(bell);
                last = look(store);
            }
            return last;
        } finally {
            reports.close();
            releases.close();
        }
    }

    /** Empty while the store does not answer: the cluster may have no leader for a moment. */
    private static Optional<Standing> look(Store store) throws InterruptedException {
        try {
            return Optional.of(Standing.read(store));
        } catch (StoreException e) {
            return Optional.empty();
        }
    }

    private record Bell(Semaphore bell) implements WatchListener {

        @Override
        public void changed(long revision, List<Event> events) {
            bell.release();
        }

        @Override
        public void compacted(long compactRevision) {
            bell.release();
        }
    }
}
