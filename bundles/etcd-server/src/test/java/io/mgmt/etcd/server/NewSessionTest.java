// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class NewSessionTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void keepsTheProcessIdAndLeadsASession() throws Exception {
        leadsASession(NewSession.prefix(EtcdBinaries.searchPath(System.getenv("PATH"))));
    }

    /** What macOS has instead of setsid. */
    @Test
    public void doesTheSameWithPerl() throws Exception {
        Path bin = folder.newFolder().toPath();
        Path perl = EtcdBinaries.searchPath(System.getenv("PATH")).stream()
                .map(directory -> directory.resolve("perl")).filter(Files::isExecutable).findFirst()
                .orElseThrow();
        Files.createSymbolicLink(bin.resolve("perl"), perl);
        List<String> prefix = NewSession.prefix(List.of(bin));
        assertEquals(bin.resolve("perl").toString(), prefix.get(0));
        leadsASession(prefix);
    }

    @Test
    public void hasNoPrefixIfThereIsNoWay() throws IOException {
        assertEquals(List.of(), NewSession.prefix(List.of(folder.newFolder().toPath())));
    }

    private static void leadsASession(List<String> prefix) throws Exception {
        assertFalse(prefix.isEmpty());
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("sh", "-c", "echo $$ $(ps -o sid= -p $$) \"$1\"", "sh",
                "--name=a b"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        assertEquals(process.pid() + " " + process.pid() + " --name=a b\n", said);
        assertNotEquals(process.pid(), ProcessHandle.current().pid());
    }
}
