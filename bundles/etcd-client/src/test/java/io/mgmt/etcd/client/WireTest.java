// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import static org.junit.Assert.assertEquals;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.mgmt.store.Txn;
import java.util.List;
import org.junit.Test;

public class WireTest {

    @Test
    public void idsAreHexWithoutASign() {
        assertEquals("8e9e05c52164694d", Wire.hex(0x8e9e05c52164694dL));
        assertEquals("0", Wire.hex(0));
    }

    @Test
    public void theEndOfAPrefixIsTheFirstKeyAfterIt() {
        assertEquals(ByteString.copyFromUtf8("/b"), Wire.end("/a"));
        assertEquals(ByteString.copyFromUtf8("/_mgmt0"), Wire.end("/_mgmt/"));
        assertEquals("of everything", ByteString.copyFrom(new byte[] {0}), Wire.end(""));
        // U+10FFFF is the last character that there is.
        assertEquals(ByteString.copyFrom(new byte[] {(byte) 0xF4, (byte) 0x8F, (byte) 0xBF, (byte) 0xC0}),
                Wire.end("\uDBFF\uDFFF"));
    }

    @Test
    public void aConditionOnARevisionThatCannotBeNeverHolds() {
        for (Txn.Condition condition : List.of(new Txn.CreatedAt("k", 0), new Txn.ModifiedAt("k", -1))) {
            Compare compare = Wire.txn(Txn.of().when(condition)).getCompare(0);
            assertEquals(Compare.CompareTarget.VERSION, compare.getTarget());
            assertEquals(Compare.CompareResult.LESS, compare.getResult());
            assertEquals(0, compare.getVersion());
        }
    }
}
