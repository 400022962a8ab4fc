// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import static org.junit.Assert.assertEquals;

import java.util.List;
import org.junit.Test;

public class EtcdctlCommandTest {

    private static final String OWN = "http://10.0.0.2:2379";
    private static final String ALL = OWN + ",http://10.0.0.1:2379";

    /** "snapshot must be requested to one selected node, not multiple". */
    @Test
    public void aSnapshotIsTakenOfTheFirst() {
        assertEquals(OWN, EtcdctlCommand.endpoints(List.of("snapshot", "save", "f.db"), ALL));
        assertEquals(OWN, EtcdctlCommand.endpoints(List.of("-w", "json", "snapshot", "save", "f.db"), ALL));
        assertEquals(OWN, EtcdctlCommand.endpoints(List.of("snapshot", "save", "f.db"), OWN));
    }

    @Test
    public void allElseIsAskedOfAll() {
        for (List<String> words : List.of(List.of("get", "snapshot"), List.of("snapshot", "status", "f.db"),
                List.<String>of())) {
            assertEquals(ALL, EtcdctlCommand.endpoints(words, ALL));
        }
    }
}
