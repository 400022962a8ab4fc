// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import java.util.Objects;
import java.util.Optional;

/**
 * Which bundle of a name all hosts are to run.
 *
 * <p>In its <em>trial</em> any host on which it does not run takes it back for all; once it is <em>kept</em>, a host
 * that cannot run it goes without it, because a newcomer must not take from all others what runs there.
 *
 * @param current empty: none, because it was taken back and there was none before
 * @param previous what is current again if the trial fails; empty if it is kept, or was the first
 * @param failure of the last trial, if it failed
 * @param by the host that it was deployed from
 * @param revision of the store, at which this was written; 0: it is only about to be
 */
record Release(String name, Phase phase, Optional<Artifact> current, Optional<Artifact> previous,
        Optional<Failure> failure, String by, long timeMillis, long revision) {

    /** See {@link Release}. */
    enum Phase { TRIAL, KEPT }

    Release {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(phase, "phase");
        if (phase == Phase.TRIAL && current.isEmpty()) {
            throw new IllegalArgumentException(name + ": a trial of nothing");
        }
    }

    /** The first bundle of this name, on trial. */
    static Release first(String name, Artifact artifact, String by, long timeMillis) {
        return new Release(name, Phase.TRIAL, Optional.of(artifact), Optional.empty(), Optional.empty(), by,
                timeMillis, 0);
    }

    /** The next one, on trial. What was on trial itself is nothing to return to. */
    Release next(Artifact artifact, String host, long millis) {
        return new Release(name, Phase.TRIAL, Optional.of(artifact), isTrial() ? previous : current,
                Optional.empty(), host, millis, 0);
    }

    /** After its trial has failed. */
    Release takenBack(Failure why) {
        return new Release(name, Phase.KEPT, previous, Optional.empty(), Optional.of(why), by, timeMillis, 0);
    }

    /** After its trial. */
    Release kept() {
        return new Release(name, Phase.KEPT, current, Optional.empty(), Optional.empty(), by, timeMillis, 0);
    }

    boolean isTrial() {
        return phase == Phase.TRIAL;
    }
}
