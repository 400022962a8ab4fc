// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.schedule;

import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.testkit.ComponentConfig;
import io.mgmt.testkit.SizingPolicyContract;
import java.util.Map;

/** With a zone of its own, which is not that of the machine. */
public final class ScheduledSizingContractTest extends SizingPolicyContract {

    @Override
    protected ClusterSizingPolicy policy() {
        return Schedule.of(ComponentConfig.of(ScheduleConfig.class, Map.of("timeZone", "Europe/Berlin",
                "windows", new String[] {"Mon-Fri 08:00-18:00=5", "Sat,Sun 22:00-06:00=7", "12:00-13:00=9"})))::size;
    }
}
