// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.mgmt.rollout.Here.Installed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** The bundles of a real Felix. */
public final class FrameworkBundlesTest {

    private static final Duration BOUND = Duration.ofSeconds(10);

    @Rule
    public final Felix felix = new Felix();

    private FrameworkBundles bundles;

    @Before
    public void begin() {
        bundles = new FrameworkBundles(felix.context(), BOUND);
    }

    /** Ends a start as badly as it can. */
    public static final class Throws implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            throw new IllegalStateException("no licence found");
        }

        @Override
        public void stop(BundleContext context) {
            // Never started.
        }
    }

    /** Never comes back, until it is interrupted. */
    public static final class Hangs implements BundleActivator {
        @Override
        public void start(BundleContext context) throws InterruptedException {
            new CountDownLatch(1).await();
        }

        @Override
        public void stop(BundleContext context) {
            // Never started.
        }
    }

    /** Never comes back while the property of its name is set, whoever interrupts it. */
    public static final class IsDeaf implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            while (System.getProperty(IsDeaf.class.getName()) != null) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void stop(BundleContext context) {
            // Nothing of it runs.
        }
    }

    private Path jar(String name, String version, Map<String, String> headers, Class<?>... classes) {
        return Jars.bundle(felix.directory(), name, version, headers, classes);
    }

    private static String hash(Path jar) {
        return BundleJar.read(jar).sha256();
    }

    private String install(Path jar) throws Exception {
        BundleJar read = BundleJar.read(jar);
        bundles.install(read.name(), read.sha256(), jar);
        return read.sha256();
    }

    private String refusal(Path jar) throws Exception {
        String hash = install(jar);
        String name = BundleJar.read(jar).name();
        String message = assertThrows(Bundles.FailedException.class, () -> bundles.start(name, hash)).getMessage();
        assertEquals("it stays until it is taken away", List.of(new Installed(name, hash, false)), bundles.ours());
        bundles.uninstall(name, hash);
        assertEquals(List.of(), bundles.ours());
        return message;
    }

    @Test
    public void twoVersionsStandBesideEachOtherUntilOneGoes() throws Exception {
        String one = install(jar("p", "1.0.0", Map.of()));
        bundles.start("p", one);
        String two = install(jar("p", "2.0.0", Map.of()));
        bundles.start("p", two);
        assertEquals(2, bundles.ours().stream().filter(Installed::isStarted).count());
        bundles.uninstall("p", one);
        assertEquals(List.of(new Installed("p", two, true)), bundles.ours());
    }

    /** A framework takes neither twice. */
    @Test
    public void theSameVersionAndSingletonsTakeThePlace() throws Exception {
        bundles.start("p", install(jar("p", "1.0.0", Map.of())));
        String again = install(jar("p", "1.0.0", Map.of("X-Build", "2")));
        assertEquals(List.of(new Installed("p", again, false)), bundles.ours());
        bundles.start("p", again);
        bundles.start("s", install(jar("s;singleton:=true", "1.0.0", Map.of())));
        String second = install(jar("s; singleton := true", "2.0.0", Map.of()));
        bundles.start("s", second);
        assertTrue(bundles.ours().contains(new Installed("s", second, true)));
        assertEquals(2, bundles.ours().size());
    }

    @Test
    public void aMissingPackageIsNamedInASentence() throws Exception {
        assertEquals("it needs the package org.acme.missing [1.0.0,2.0.0), which no bundle here gives; deploy the one"
                + " that does first", refusal(jar("p", "1", Map.of("Import-Package",
                        "org.osgi.framework;version=\"[1.8,2)\",org.acme.missing;version=\"[1.0,2)\""))));
        assertEquals("it needs the package org.acme.any, which no bundle here gives; deploy the one that does first",
                refusal(jar("p", "1", Map.of("Import-Package", "org.acme.any"))));
    }

    @Test
    public void whoGivesAnotherVersionOfAPackageIsNamed() throws Exception {
        bundles.start("giver", install(jar("giver", "1", Map.of("Export-Package", "org.acme.api;version=1.4"))));
        String two = install(jar("p", "1", Map.of("Import-Package", "org.acme.api;version=\"[2,3)\"")));
        assertEquals("it needs the package org.acme.api [2.0.0,3.0.0), of which giver gives version 1.4.0",
                assertThrows(Bundles.FailedException.class, () -> bundles.start("p", two)).getMessage());
    }

    @Test
    public void aNewerJavaIsNamed() throws Exception {
        assertEquals("it needs JavaSE 99.0.0 or newer, and this agent runs on Java " + Runtime.version().feature(),
                refusal(jar("p", "1", Map.of("Require-Capability",
                        "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version>=99.0.0))\""))));
        assertEquals("it needs acme.thing (a=1), which no bundle here gives", refusal(jar("p", "1",
                Map.of("Require-Capability", "acme.thing;filter:=\"(a=1)\",other;resolution:=optional"))));
    }

    @Test
    public void whatAnActivatorThrowsIsTheReason() throws Exception {
        assertEquals("it failed when it was started: java.lang.IllegalStateException: no licence found",
                refusal(jar("p", "1", Map.of("Bundle-Activator", Throws.class.getName(), "Import-Package",
                        "org.osgi.framework"), Throws.class)));
        String message = refusal(jar("p", "1", Map.of("Bundle-Activator", "no.such.Type")));
        assertTrue(message, message.startsWith("it failed when it was started: java.lang.ClassNotFoundException"));
    }

    @Test
    public void aStartThatNeverEndsIsGivenUp() throws Exception {
        FrameworkBundles impatient = new FrameworkBundles(felix.context(), Duration.ofMillis(300));
        Path jar = jar("p", "1", Map.of("Bundle-Activator", Hangs.class.getName(), "Import-Package",
                "org.osgi.framework"), Hangs.class);
        impatient.install("p", hash(jar), jar);
        assertEquals("it did not come to its end: its start took longer than 300 ms",
                assertThrows(Bundles.FailedException.class, () -> impatient.start("p", hash(jar))).getMessage());
        impatient.uninstall("p", hash(jar));
        assertEquals("its thread was interrupted, so that nothing holds it", List.of(), impatient.ours());
    }

    /** The rest goes on beside it, and it goes when its code has come to its end after all. */
    @Test
    public void aStartThatCannotBeInterruptedHoldsItsOwnBundleOnly() throws Exception {
        FrameworkBundles impatient = new FrameworkBundles(felix.context(), Duration.ofMillis(300));
        Path jar = jar("p", "1", Map.of("Bundle-Activator", IsDeaf.class.getName(), "Import-Package",
                "org.osgi.framework"), IsDeaf.class);
        impatient.install("p", hash(jar), jar);
        String key = IsDeaf.class.getName();
        System.setProperty(key, "");
        try {
            assertEquals("it did not come to its end: its start took longer than 300 ms, and it cannot be interrupted;"
                    + " restart the agent",
                    assertThrows(Bundles.FailedException.class, () -> impatient.start("p", hash(jar))).getMessage());
            assertEquals("its start hangs, and cannot be interrupted; restart the agent", assertThrows(
                    Bundles.FailedException.class, () -> impatient.uninstall("p", hash(jar))).getMessage());
            String other = install(jar("q", "1", Map.of()));
            impatient.start("q", other);
            assertTrue(impatient.ours().contains(new Installed("q", other, true)));
            impatient.uninstall("q", other);
        } finally {
            System.clearProperty(key);
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("mgmt-rollout-bundle")) {
                thread.join(BOUND.toMillis());
            }
        }
        impatient.uninstall("p", hash(jar));
        assertEquals(List.of(), impatient.ours());
    }

    @Test
    public void whatOthersInstalledIsNotOurs() throws Exception {
        Bundle other = felix.context().installBundle("file:" + jar("q", "3", Map.of()));
        assertEquals(List.of(), bundles.ours());
        assertEquals("3.0.0", bundles.others().get("q").version());
        assertTrue(bundles.others().get("q").from().startsWith("/") && other.getBundleId() > 0);
    }

    /** In Karaf, for example, a framework keeps its bundles; what they were made of is known from their place. */
    @Test
    public void aFrameworkThatStartsAgainStartsNothingByItself() throws Exception {
        String one = install(jar("p", "1.0.0", Map.of()));
        bundles.start("p", one);
        felix.restart();
        assertEquals(List.of(new Installed("p", one, false)),
                new FrameworkBundles(felix.context(), BOUND).ours());
    }
}
