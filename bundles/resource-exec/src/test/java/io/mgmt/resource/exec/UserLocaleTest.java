// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import static org.junit.Assert.assertEquals;

import java.util.HashMap;
import java.util.Map;
import org.junit.Test;

public class UserLocaleTest {

    private static Map<String, String> restored(Map<String, String> environment) {
        Map<String, String> changed = new HashMap<>(environment);
        UserLocale.restore(changed);
        return changed;
    }

    @Test
    public void givesBackWhatWasSetBefore() {
        assertEquals(Map.of("LC_ALL", "C"), restored(Map.of("LC_ALL", "C.UTF-8", "MGMT_USER_LC_ALL", "C")));
        assertEquals(Map.of("LANG", "C"),
                restored(Map.of("LANG", "C", "LC_ALL", "C.UTF-8", "MGMT_USER_LC_ALL", "")));
    }

    @Test
    public void leavesALocaleThatNobodyChanged() {
        assertEquals(Map.of("LC_ALL", "de_DE.UTF-8"), restored(Map.of("LC_ALL", "de_DE.UTF-8")));
        assertEquals(Map.of(), restored(Map.of()));
    }
}
