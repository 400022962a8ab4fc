// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.layers;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.Test;

public final class ClauseTest {

    @Test
    public void separatorsInQuotesSeparateNothing() {
        assertEquals(List.of(
                        new Clause("a.b", Map.of("version", "[1.0,2)", "uses:", "c;d,e")),
                        new Clause("f", Map.of("resolution:", "optional"))),
                Clause.parse("a.b;version=\"[1.0,2)\";uses:=\"c;d,e\", f;resolution:=optional"));
    }

    @Test
    public void severalNamesShareTheirAttributes() {
        assertEquals(List.of(new Clause("a", Map.of("version", "1")), new Clause("b", Map.of("version", "1"))),
                Clause.parse("a;b;version=1"));
    }

    @Test
    public void anAbsentHeaderHasNoClause() {
        assertEquals(List.of(), Clause.parse(null));
        assertEquals(List.of(), Clause.parse(" "));
    }
}
