// SPDX-License-Identifier: Apache-2.0
package io.mgmt.deploy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** What becomes of jars, in a real framework. */
public class JarsTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream err = System.err;
    private Path deploy;
    private Path shelf;
    private Framework framework;
    private Jars jars;

    @Before
    public void start() throws Exception {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        deploy = folder.newFolder("deploy").toPath();
        shelf = folder.newFolder("home", "bundles").toPath();
        framework = new FrameworkFactory().newFramework(Map.of(
                Constants.FRAMEWORK_STORAGE, folder.newFolder("cache").toString(),
                Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE));
        framework.start();
        jars = jars();
    }

    private Jars jars() {
        Missing missing = new Missing(framework.getBundleContext(), new Shelf(Optional.of(shelf.getParent())));
        return new Jars("h1", deploy, new Swap(framework.getBundleContext(), missing), new Complaints("h1"));
    }

    @After
    public void stop() throws Exception {
        System.setErr(err);
        framework.stop();
        framework.waitForStop(10_000);
    }

    /** Looks until nothing changes any more. */
    private void look() throws IOException {
        boolean again = true;
        for (int i = 0; again; i++) {
            assertTrue("it never comes to rest", i < 10);
            again = jars.look(Stamp.list(deploy));
        }
    }

    private Bundle shipped(String name, String version) throws IOException, BundleException {
        Bundle bundle = framework.getBundleContext().installBundle(
                Jar.bundle(name, version).to(folder.getRoot().toPath().resolve(name + ".jar")).toUri().toString());
        bundle.start();
        return bundle;
    }

    private List<String> active() {
        return Arrays.stream(framework.getBundleContext().getBundles())
                .filter(bundle -> bundle.getBundleId() > 0 && bundle.getState() == Bundle.ACTIVE)
                .map(bundle -> bundle.getSymbolicName() + " " + bundle.getVersion()).sorted().toList();
    }

    private String said() {
        return log.toString(StandardCharsets.UTF_8);
    }

    private void assertSaid(String text) {
        assertEquals("once: " + text + " in\n" + said(), 2, said().split(java.util.regex.Pattern.quote(text), -1).length);
    }

    @Test
    public void runsWhatComesAndEndsWhatGoes() throws Exception {
        Path jar = Jar.bundle("com.acme.a", "1.0.0").to(deploy.resolve("a.jar"));
        look();
        assertEquals(List.of("com.acme.a 1.0.0"), active());
        assertSaid("h1 deployed: file=a.jar bundle=\"com.acme.a 1.0.0\"");
        Files.delete(jar);
        look();
        assertEquals(List.of(), active());
        assertSaid("h1 withdrew: file=a.jar bundle=\"com.acme.a 1.0.0\"");
        assertEquals(1, framework.getBundleContext().getBundles().length);
    }

    @Test
    public void takesThePlaceOfTheBundleThatShipped() throws Exception {
        Bundle shipped = shipped("com.acme.a", "1.0.0");
        Path jar = Jar.bundle("com.acme.a", "1.0.0").to(deploy.resolve("a.jar"));
        look();
        assertEquals(Bundle.RESOLVED, shipped.getState());
        assertEquals("the very version", List.of("com.acme.a 1.0.0"), active());
        assertSaid("instead=\"com.acme.a 1.0.0\"");
        Files.delete(jar);
        look();
        assertEquals(Bundle.ACTIVE, shipped.getState());
        assertSaid("back=\"com.acme.a 1.0.0\"");
    }

    @Test
    public void runsTheHighestVersionAndGoesBackToTheOther() throws Exception {
        Jar.bundle("com.acme.a", "1.9.0").to(deploy.resolve("a-1.9.jar"));
        Path better = Jar.bundle("com.acme.a", "1.10.0").to(deploy.resolve("a-1.10.jar"));
        look();
        assertEquals(List.of("com.acme.a 1.10.0"), active());
        Files.delete(better);
        look();
        assertEquals(List.of("com.acme.a 1.9.0"), active());
    }

    @Test
    public void runsTheNextBestWhenTheBestDoesNotStart() throws Exception {
        Jar.bundle("com.acme.a", "1.0.0").to(deploy.resolve("a-1.0.jar"));
        Jar.bundle("com.acme.a", "2.0.0").with("Bundle-Activator", "com.acme.Nowhere").to(deploy.resolve("a-2.0.jar"));
        look();
        assertEquals(List.of("com.acme.a 1.0.0"), active());
        assertSaid("file=a-2.0.jar reason=\"it does not start");
        assertEquals(2, framework.getBundleContext().getBundles().length);
    }

    @Test
    public void runsTheNewContentOfAFile() throws Exception {
        Jar.bundle("com.acme.a", "1.0.0").to(deploy.resolve("a.jar"));
        look();
        Jar.bundle("com.acme.a", "1.1.0").with("Comment", "another size").to(deploy.resolve("a.jar"));
        look();
        assertEquals(List.of("com.acme.a 1.1.0"), active());
        assertEquals(2, framework.getBundleContext().getBundles().length);
    }

    /** A copy that broke off, or an update that was built wrongly. */
    @Test
    public void keepsWhatRunsWhenTheNewContentIsBroken() throws Exception {
        Jar.bundle("com.acme.a", "1.0.0").to(deploy.resolve("a.jar"));
        look();
        Files.write(deploy.resolve("a.jar"), new byte[] {'P', 'K', 3, 4});
        look();
        look();
        assertEquals(List.of("com.acme.a 1.0.0"), active());
        assertSaid("h1 cannot deploy: file=a.jar reason=\"it is no jar, or only a part of one: ");
        assertSaid(" keeps=\"com.acme.a 1.0.0\" remedy=\"copy it again; under another name first");
        Jar.bundle("com.acme.a", "1.1.0").with("Bundle-Activator", "com.acme.Nowhere").to(deploy.resolve("a.jar"));
        look();
        look();
        assertEquals(List.of("com.acme.a 1.0.0"), active());
        assertSaid("reason=\"it does not start: java.lang.ClassNotFoundException: com.acme.Nowhere");
    }

    @Test
    public void givesThePlaceBackToAShippedBundleWhenTheOtherDoesNotStart() throws Exception {
        Bundle shipped = shipped("com.acme.a", "1.0.0");
        Jar.bundle("com.acme.a", "2.0.0").with("Bundle-Activator", "com.acme.Nowhere").to(deploy.resolve("a.jar"));
        look();
        assertEquals(Bundle.ACTIVE, shipped.getState());
        assertSaid("keeps=\"com.acme.a 1.0.0\"");
    }

    @Test
    public void saysWhichPackageIsMissingAndStartsOnceItIsThere() throws Exception {
        Jar.bundle("com.acme.a", "1.0.0").with("Import-Package", "com.acme.kit;version=\"[1.0,2)\"")
                .to(deploy.resolve("a.jar"));
        look();
        look();
        assertSaid("ERROR io.mgmt.deploy.Complaints - h1 cannot deploy: file=a.jar reason=\"it needs the package"
                + " com.acme.kit from 1.0.0 and below 2.0.0, which no bundle here exports\" remedy=\"put a bundle that"
                + " exports it into the same directory; it then starts by itself\"");
        Path kit = Jar.bundle("com.acme.kit", "1.0.0").with("Export-Package", "com.acme.kit;version=\"1.5\"")
                .to(deploy.resolve("kit.jar"));
        look();
        assertEquals(List.of("com.acme.a 1.0.0", "com.acme.kit 1.0.0"), active());
        Files.delete(kit);
        look();
        assertEquals(List.of(), active());
        assertFalse(said(), said().contains("BundleException"));
    }

    @Test
    public void namesTheBundleOfTheDistributionThatHasThePackage() throws Exception {
        Path kit = Jar.bundle("com.acme.kit", "1.0.0")
                .with("Export-Package", "com.acme;uses:=\"com.acme.other,com.acme.kit\",com.acme.kit;version=\"1.5\"")
                .to(shelf.resolve("kit.jar"));
        Jar.bundle("com.acme.a", "1.0.0").with("Import-Package", "com.acme.kit").to(deploy.resolve("a.jar"));
        look();
        assertSaid("remedy=\"copy " + kit + " beside it; it then starts by itself\"");
        Jar.bundle("com.acme.b", "1.0.0").with("Import-Package", "com.acme.other").to(deploy.resolve("b.jar"));
        look();
        assertSaid("it needs the package com.acme.other, which no bundle here exports\" remedy=\"put a bundle");
    }

    @Test
    public void saysWhichVersionIsThereInstead() throws Exception {
        Jar.bundle("com.acme.kit", "1.0.0").with("Export-Package", "com.acme.kit;version=\"1.5\"")
                .to(deploy.resolve("kit.jar"));
        Jar.bundle("com.acme.a", "1.0.0").with("Import-Package", "com.acme.kit;version=\"2.0\"")
                .to(deploy.resolve("a.jar"));
        look();
        assertSaid("the package com.acme.kit from 2.0.0, which no bundle here exports in that version; there is 1.5.0 of"
                + " com.acme.kit\"");
    }

    @Test
    public void saysWhatElseIsMissing() throws Exception {
        Jar.bundle("com.acme.a", "1.0.0")
                .with("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\"")
                .to(deploy.resolve("a.jar"));
        Jar.bundle("com.acme.b", "1.0.0")
                .with("Require-Capability", "com.acme.power;filter:=\"(volt=230)\",com.acme.x;effective:=active")
                .to(deploy.resolve("b.jar"));
        look();
        assertSaid("reason=\"it needs Java 99, and this is Java " + Runtime.version().feature() + "\"");
        assertSaid("reason=\"it needs com.acme.power (volt=230), which no bundle here provides\"");
    }

    @Test
    public void refusesWhatIsNoBundleOrAFragmentOrHasNoVersion() throws Exception {
        Jar.plain().to(deploy.resolve("plain.jar"));
        Jar.bundle("com.acme.f", "1.0.0").with("Fragment-Host", "com.acme.a").to(deploy.resolve("fragment.jar"));
        Jar.bundle("com.acme.v", "one").to(deploy.resolve("version.jar"));
        Files.write(deploy.resolve("empty.jar"), new byte[0]);
        look();
        assertSaid("file=plain.jar reason=\"it is a jar, but no bundle: its manifest has no Bundle-SymbolicName\"");
        assertSaid("file=fragment.jar reason=\"it is a fragment");
        assertSaid("file=version.jar reason=\"its Bundle-Version \\\"one\\\" is none\"");
        assertSaid("file=empty.jar reason=\"it is no jar, or only a part of one");
        assertEquals(1, framework.getBundleContext().getBundles().length);
    }

    @Test
    public void refusesToReplaceWhatItStandsOn() throws Exception {
        Bundle kit = framework.getBundleContext().installBundle(Jar.bundle("com.acme.kit", "1.0.0")
                .with("Export-Package", "com.acme.kit").to(folder.getRoot().toPath().resolve("kit.jar")).toUri().toString());
        framework.getBundleContext().installBundle(Jar.bundle("com.acme.user", "1.0.0")
                .with("Import-Package", "com.acme.kit").to(folder.getRoot().toPath().resolve("user.jar")).toUri()
                .toString()).start();
        kit.start();
        Jar.bundle("com.acme.kit", "2.0.0").to(deploy.resolve("kit.jar"));
        Jar.bundle("io.mgmt.host", "2.0.0").to(deploy.resolve("host.jar"));
        look();
        assertSaid("reason=\"others run on packages of com.acme.kit, and would all have to stop: com.acme.user\""
                + " keeps=\"com.acme.kit 1.0.0\" remedy=\"put it into bundles/ of the distribution");
        assertSaid("reason=\"this directory itself works through io.mgmt.host\"");
        assertEquals(Bundle.ACTIVE, kit.getState());
    }

    /** The bundle that watches the directory was itself stopped, or the framework keeps its cache. */
    @Test
    public void findsWhatItHasDeployedBefore() throws Exception {
        Bundle shipped = shipped("com.acme.b", "1.0.0");
        Jar.bundle("com.acme.a", "1.0.0").to(deploy.resolve("a.jar"));
        Path b = Jar.bundle("com.acme.b", "1.0.0").to(deploy.resolve("b.jar"));
        look();
        List<Bundle> before = List.of(framework.getBundleContext().getBundles());
        jars = jars();
        look();
        assertEquals(before, List.of(framework.getBundleContext().getBundles()));
        assertSaid("deployed: file=a.jar");
        Files.delete(b);
        jars = jars();
        look();
        assertEquals(Bundle.ACTIVE, shipped.getState());
    }
}
