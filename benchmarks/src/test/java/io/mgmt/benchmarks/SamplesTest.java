// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.Test;

public final class SamplesTest {

    @Test
    public void knowsTheMiddleOfAnyNumberOfReadings() {
        assertEquals(3, Samples.of(9, 1, 3).median(), 0);
        assertEquals(2.5, Samples.of(4, 1, 2, 3).median(), 0);
        assertEquals(1, Samples.of(9, 1, 3).least(), 0);
        assertEquals(9, Samples.of(9, 1, 3).most(), 0);
        assertThrows(IllegalArgumentException.class, () -> new Samples(List.of()));
    }

    @Test
    public void printsThreeDigitsThatCount() {
        assertEquals("1235 (0.04–99999) ms", Unit.MILLIS.format(Samples.of(0.04, 1234.6, 99_999)));
        assertEquals("12.3 MB", Unit.MEGABYTES.format(Samples.of(12.345)));
        assertEquals("0.50 %", Unit.PERCENT.format(0.5));
    }

    @Test
    public void comparesWithCfEngineAndWithTheReach() {
        Row row = Reach.THOUSAND_FIRST.row(Optional.of(Samples.of(400)),
                Samples.of(1000, 1100, 1300), "a|b");
        assertEquals("| 1,000 files, first | 15347 (11463–19935) ms | 400 ms | 1100 (1000–1300) ms | 2.75"
                + " | ≤ 1200 ms | yes | a/b |\n", row.markdown());
        assertEquals("| 1,000 files, first | 15347 (11463–19935) ms | – | 1201 ms | – | ≤ 1200 ms | no |  |\n",
                Reach.THOUSAND_FIRST.row(Optional.empty(), Samples.of(1201), "").markdown());
        assertEquals("| … until etcd is gone too | – | – | 5.00 ms | – | – | – |  |\n",
                Reach.ENDING_ALL.row(Optional.empty(), Samples.of(5), "").markdown());
        assertEquals("| 1,000 files, first | 15347 (11463–19935) ms | – | failed | – | ≤ 1200 ms | no | why |\n",
                Reach.THOUSAND_FIRST.failed(Optional.empty(), "why").markdown());
    }
}
