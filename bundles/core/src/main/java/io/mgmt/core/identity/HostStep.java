// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.identity;

import io.mgmt.agent.Urls;
import io.mgmt.cluster.MemberState;
import io.mgmt.store.Txn;
import java.time.Duration;
import java.util.List;

/**
 * The one next thing that a host does for its own place in the cluster. Each is safe to repeat, and
 * a crash between any two of them leads to the same end.
 */
public sealed interface HostStep {

    /** Why; never empty. */
    String reason();

    /** Nothing, until something happens. */
    record Wait(String reason) implements HostStep {
    }

    /** All is recorded and written: nothing, until something happens. */
    record Settled(String reason) implements HostStep {
    }

    /** Nothing, for that long or until something happens. */
    record Pause(Duration time, String reason) implements HostStep {
    }

    /** Another host runs under this name: nothing, for that long or until it is gone. */
    record AwaitHolder(Duration time, String reason) implements HostStep {
    }

    /** Read the member list. */
    record ReadRoll(String reason) implements HostStep {
    }

    /** Store what is known about the cluster. */
    record RecordCluster(String clusterId, Urls endpoints, List<Long> leases, String reason)
            implements HostStep {
        public RecordCluster {
            leases = List.copyOf(leases);
        }
    }

    /** Store how far the member has come. */
    record RecordMember(MemberState member, String reason) implements HostStep {
    }

    /** Revoke the leases of earlier processes of this host, so that their keys do not linger. */
    record EndOldSessions(List<Long> leases, String reason) implements HostStep {
        public EndOldSessions {
            leases = List.copyOf(leases);
        }
    }

    /** Grant the lease of the host session. */
    record BeginSession(String reason) implements HostStep {
    }

    /** Read the host's own keys, and watch them from there. */
    record ReadKeys(String reason) implements HostStep {
    }

    /**
     * Write keys.
     *
     * @param repairs some were missing; false if only values have changed
     */
    record WriteKeys(Txn txn, List<String> keys, boolean repairs, String reason)
            implements HostStep {
        public WriteKeys {
            keys = List.copyOf(keys);
        }
    }

    /** A person has to act, but what runs goes on: say so, and do nothing for the cluster. */
    record Blocked(String reason) implements HostStep {
    }

    /** This agent must not go on as this host: end it. */
    record GiveUp(String reason) implements HostStep {
    }

    /** Decides; the same view always gives the same step. */
    static HostStep next(HostView view) {
        return HostRules.next(view);
    }
}
