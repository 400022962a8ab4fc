// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class EtcdVersionTest {

    private static EtcdVersion version(String text) {
        return EtcdVersion.parse(text).orElseThrow();
    }

    @Test
    public void ordersByNumberAndNotByText() {
        assertEquals(List.of("3.4.23", "3.5.9", "3.5.29", "3.10.0", "4.0.0"),
                List.of("3.10.0", "3.5.29", "4.0.0", "3.5.9", "3.4.23").stream()
                .map(EtcdVersionTest::version)
                        .sorted().map(EtcdVersion::text).toList());
    }

    @Test
    public void keepsASuffixInItsText() {
        assertEquals("3.6.0-rc.1", version("3.6.0-rc.1").toString());
        assertTrue(version("3.6.0-rc.1").isAtLeast(3, 6));
        assertTrue(version("3.6.0-rc.1").hasMinorOf(version("3.6.10")));
        assertFalse(version("3.5.29").isAtLeast(3, 6));
    }

    @Test
    public void refusesWhatIsNoVersion() {
        for (String text : List.of("", "3", "3.7", "x.y.z", "3.7.", "3..2", "-1.2.3", "3.7.x",
                "99999999999.1.1",
                "3.7.99999999999")) {
            assertEquals(text, Optional.empty(), EtcdVersion.parse(text));
        }
    }
}
