// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import java.nio.file.Path;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.BundleContext;
import org.osgi.framework.launch.Framework;

/** A Felix of its own for each test; it shares with the test what the launcher shares with bundles. */
final class Felix extends ExternalResource {

    private final TemporaryFolder folder = new TemporaryFolder();
    private Framework framework;

    @Override
    protected void before() throws Throwable {
        folder.create();
        start();
    }

    private void start() throws Exception {
        framework = new FrameworkFactory().newFramework(Map.of(
                "org.osgi.framework.storage", folder.getRoot().toPath().resolve("cache").toString(),
                "org.osgi.framework.system.packages.extra", "io.mgmt.rollout,org.osgi.service.cm;version=1.6.1,"
                        + "org.osgi.service.log;version=1.5.0",
                "felix.log.level", "1"));
        framework.start();
    }

    /** The same framework once more, with what it has stored. */
    void restart() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
        start();
    }

    @Override
    protected void after() {
        try {
            framework.stop();
            framework.waitForStop(10_000);
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            folder.delete();
        }
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    Path directory() {
        return folder.getRoot().toPath();
    }
}
