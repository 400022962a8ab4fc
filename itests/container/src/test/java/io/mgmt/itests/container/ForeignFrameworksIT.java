// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * The bundles of {@code agent.feature} as guests in frameworks that have bundles of their own: all resolve
 * and work, no bundle of the owner is refreshed, and uninstalling leaves none. {@link KarafIT} is the same
 * for Karaf.
 */
public final class ForeignFrameworksIT {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @After
    public void endEtcd() {
        Processes.end(folder.getRoot().toPath());
    }

    @Test
    public void areGuestsInFelix() throws IOException, InterruptedException {
        visit(VisitProcess.FELIX, "org.apache.felix.framework.Felix ");
    }

    @Test
    public void areGuestsInEquinox() throws IOException, InterruptedException {
        visit(VisitProcess.EQUINOX, "org.eclipse.osgi.launch.Equinox ");
    }

    private void visit(Path jar, String name) throws IOException, InterruptedException {
        Path work = folder.getRoot().toPath();
        String printed = VisitProcess.run(jar, work, "");
        assertTrue(printed, printed.contains("framework: " + name));
        assertTrue(printed, printed.lines().anyMatch("works"::equals));
        assertEquals("etcd serves on", 1, Processes.of(work.resolve("state")).size());
    }
}
