// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.etcd.server.EtcdBinaries.Found;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** With this machine's cargo and apt, into an empty cache. */
public class EtcdBinariesIT {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private EtcdBinaries binaries() {
        List<Path> path = EtcdBinaries.searchPath(System.getenv("PATH"));
        return new EtcdBinaries("", Optional.empty(), path,
                folder.getRoot().toPath().resolve("cache"), Platform.here());
    }

    @Test
    public void fetchesTheNewestByCargo() throws Exception {
        Found found = binaries().provision("3.7.2", System.out::println);
        assertEquals("3.7.2", found.version());
        assertEquals(EtcdVersion.parse("3.7.2").orElseThrow(),
                VersionProbe.ask(Tool.ETCD, found.path()));
        assertEquals(found, binaries().provision("", System.out::println));
    }

    @Test
    public void fetchesThoseOfTheDistributionByApt() throws Exception {
        BinaryCache cache = new BinaryCache(folder.newFolder().toPath(), Platform.here());
        List<Path> path = EtcdBinaries.searchPath(System.getenv("PATH"));
        AptPackage apt = new AptPackage(program(path, "apt-get"), program(path, "dpkg"));
        for (Tool tool : Tool.values()) {
            EtcdVersion version = apt.fetch(tool, cache,
                    Deadline.in(Duration.ofMinutes(5)), System.out::println);
            assertTrue(version.text(), version.isAtLeast(3, 4));
            assertEquals(version, VersionProbe.ask(tool, cache.place(tool, version)));
        }
    }

    private static Path program(List<Path> path, String name) {
        return path.stream().map(directory -> directory.resolve(name))
                .filter(BinarySearch::isExecutable).findFirst().orElseThrow(
                        () -> new AssertionError("this test needs " + name + " on the PATH"));
    }
}
