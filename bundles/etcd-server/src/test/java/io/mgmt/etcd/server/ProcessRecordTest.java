// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ProcessRecordTest {

    private static final ProcessRecord RECORD = new ProcessRecord(4_242, "boot+17",
            "2026-11-22T12:00:00Z",
            "/usr/bin/etcd", "3.7.2", "/var/lib/mgmt/h1/etcd/data", "http://127.0.0.1:2379",
            "http://127.0.0.1:2380", true);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path file() {
        return folder.getRoot().toPath().resolve("process.json");
    }

    @Test
    public void comesBackAsItWasWritten() throws IOException {
        RECORD.write(file());
        assertEquals(Optional.of(RECORD), ProcessRecord.read(file()));
        RECORD.ended().write(file());
        assertEquals(Optional.of(RECORD.ended()), ProcessRecord.read(file()));
        assertEquals(0, RECORD.ended().pid());
        assertTrue("still known to have served", RECORD.ended().served());
    }

    @Test
    public void isAbsentWithoutAFile() throws IOException {
        assertEquals(Optional.empty(), ProcessRecord.read(file()));
    }

    @Test
    public void readsWhatALaterVersionMayWrite() throws IOException {
        Files.writeString(file(), "{\"pid\": 7, \"served\": \"perhaps\", \"more\": [1]}");
        assertEquals(Optional.of(new ProcessRecord(7, "", "", "", "", "", "", "", false)),
                ProcessRecord.read(file()));
    }

    @Test
    public void saysThatAFileIsNoRecord() throws IOException {
        Files.writeString(file(), "{\"pid\": 7");
        assertThrows(IOException.class, () -> ProcessRecord.read(file()));
    }

    /** Then the processes are looked at, which are the truth. */
    @Test
    public void isNoReasonToFailIfItCannotBeRead() throws IOException {
        Path home = Files.createDirectories(folder.getRoot().toPath().resolve("etcd"));
        Files.writeString(home.resolve("process.json"), "{\"pid\": 7");
        EtcdLauncher launcher = EtcdLauncher.toFind("h1",
                new DataDirectory(folder.getRoot().toPath()));
        assertEquals(Optional.empty(), launcher.record());
        assertEquals(Optional.empty(), launcher.find());
    }

    @Test
    public void meansNoProcessThatOnlyHasItsId() throws IOException {
        ProcessHandle self = ProcessHandle.current();
        ProcessRecord other = new ProcessRecord(self.pid(), RunningProcess.start(self), "", "", "",
                "", "", "", true);
        assertEquals(Optional.empty(), other.process(folder.getRoot().toPath()));
    }
}
