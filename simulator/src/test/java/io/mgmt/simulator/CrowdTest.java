// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Optional;
import org.junit.Test;

/** What etcd has to do for each host does not grow with the number of hosts: so there may be thousands. */
public class CrowdTest {

    private static Crowd.Cost cost(int hosts) {
        Crowd.Cost cost = Crowd.of(hosts, 1);
        System.out.println(cost);
        assertEquals(Optional.empty(), cost.violation());
        assertEquals(hosts, cost.hosts());
        assertEquals(5, cost.voters());
        return cost;
    }

    @Test
    public void aHostWritesNothingWhileNothingHappens() {
        Crowd.Cost few = cost(10);
        Crowd.Cost many = cost(300);
        assertEquals("writes", 0, few.writes(), 0);
        assertEquals("writes", 0, many.writes(), 0);
        // A session of 15 s is renewed each 5 s, and voters have one more, of 5 s.
        assertTrue("renewals", many.renewals() <= few.renewals() && many.renewals() < 13);
        assertTrue("reads", many.reads() <= few.reads());
    }
}
