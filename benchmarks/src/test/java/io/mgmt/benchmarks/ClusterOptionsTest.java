// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class ClusterOptionsTest {

    private static final Path SH = Path.of("/bin/sh");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void readsEveryOption() throws Exception {
        assertEquals(new ClusterOptions(7, Path.of("/bin/ls"), SH, Optional.of(Path.of("/w")),
                Optional.of(Path.of("/o"))), ClusterOptions.parse(List.of("--runs", "7", "--mgmt",
                "/bin/ls", "--etcd", "/bin/sh", "--work", "/w", "--out", "/o"), SH, Map.of()));
    }

    @Test
    public void takesTenRunsOrTwo() throws Exception {
        assertEquals(10, ClusterOptions.parse(List.of("--etcd", "/bin/sh"), SH, Map.of()).runs());
        assertEquals(2, ClusterOptions.parse(List.of("--quick", "--etcd", "/bin/sh"), SH, Map.of())
                .runs());
    }

    @Test
    public void takesTheNewestEtcdThatAgentsHaveFetchedAndElseTheOneOnThePath() throws Exception {
        Path path = folder.newFolder("path").toPath();
        Map<String, String> environment =
                Map.of("HOME", folder.getRoot().toString(), "PATH", path.toString());
        Path onPath = etcd(path);
        assertEquals(onPath, ClusterOptions.parse(List.of(), SH, environment).etcd());
        etcd(folder.newFolder(".cache", "mgmt", "etcd", "3.9.9-linux-amd64").toPath());
        Path newest = etcd(folder.newFolder(".cache", "mgmt", "etcd", "3.10.1-linux-amd64")
                .toPath());
        assertEquals(newest, ClusterOptions.parse(List.of(), SH, environment).etcd());
    }

    private static Path etcd(Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("etcd"), "");
        assertTrue(file.toFile().setExecutable(true));
        return file;
    }

    @Test
    public void saysWhatIsWrongAndHowToMendIt() {
        assertEquals("--runs 0 is no number from 1 to 100", wrong("--runs", "0"));
        assertEquals("--runs 101 is no number from 1 to 100", wrong("--runs", "101"));
        assertEquals("unknown option --slow; benchmarks/run --help names all", wrong("--slow"));
        assertEquals("there is no executable /nowhere/etcd; pass another --etcd FILE",
                wrong("--etcd", "/nowhere/etcd"));
        assertEquals("no etcd is in /nowhere/.cache/mgmt/etcd or on PATH; pass --etcd FILE",
                wrong());
    }

    private static String wrong(String... args) {
        return assertThrows(IllegalArgumentException.class, () -> ClusterOptions.parse(
                List.of(args), SH, Map.of("HOME", "/nowhere"))).getMessage();
    }
}
