// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class EtcdLogTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private EtcdLog log(long limit) {
        return new EtcdLog(folder.getRoot().toPath(), limit);
    }

    private Path older(int n) {
        return folder.getRoot().toPath().resolve("etcd.log." + n);
    }

    /**
     * A server that cannot start is started every half minute: its log must not push out what came
     * before.
     */
    @Test
    public void keepsShortRunsInOneFile() throws IOException {
        EtcdLog log = log(800);
        assertEquals(0, log.rotate());
        Files.writeString(log.file(), "first\n");
        assertEquals(6, log.rotate());
        assertFalse(Files.exists(older(1)));
        Files.writeString(log.file(), "second\n", StandardOpenOption.APPEND);
        assertEquals("second\n", log.tail(6, 1_000));
        assertEquals("nd\n", log.tail(6, 3));
    }

    @Test
    public void keepsThreeOlderFiles() throws IOException {
        EtcdLog log = log(8);
        for (int run = 1; run <= 6; run++) {
            assertEquals(0, log.rotate());
            Files.writeString(log.file(), "run " + run);
        }
        assertEquals("run 6", Files.readString(log.file()));
        assertEquals("run 5", Files.readString(older(1)));
        assertEquals("run 3", Files.readString(older(3)));
        assertFalse(Files.exists(older(4)));
    }

    @Test
    public void emptiesAFileThatGrowsWhileItIsWritten() throws IOException {
        EtcdLog log = log(10);
        try (OutputStream etcd = Files.newOutputStream(log.file(), StandardOpenOption.CREATE,
                StandardOpenOption.APPEND)) {
            etcd.write("0123456789".getBytes(StandardCharsets.US_ASCII));
            assertFalse(log.trim());
            etcd.write('x');
            assertTrue(log.trim());
            etcd.write("after".getBytes(StandardCharsets.US_ASCII));
        }
        assertEquals("after", Files.readString(log.file()));
        assertEquals("0123456789x", Files.readString(older(1)));
        assertEquals("what was printed after the trim", "after", log.tail(11, 100));
    }

    @Test
    public void hasNothingToSayBeforeTheFirstRun() throws IOException {
        assertEquals("", log(10).tail(0, 100));
        assertFalse(log(10).trim());
    }
}
