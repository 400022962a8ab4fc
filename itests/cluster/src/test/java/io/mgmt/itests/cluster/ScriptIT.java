// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The start script on machines that lack what it needs: one line that says what to install. */
public class ScriptIT {

    private static final String[] BASICS = {"sh", "readlink", "dirname", "sed", "stat", "cksum", "tr", "stty"};

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private String run(Path path, Path javaHome) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(Agents.command().toString(), "version")
                .redirectErrorStream(true).redirectOutput(folder.getRoot().toPath().resolve("out").toFile());
        builder.environment().put("PATH", path.toString());
        builder.environment().remove("JAVA_HOME");
        if (javaHome != null) {
            builder.environment().put("JAVA_HOME", javaHome.toString());
        }
        Process process = builder.start();
        assertTrue("ends", process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(1, process.exitValue());
        return Files.readString(folder.getRoot().toPath().resolve("out"));
    }

    @Test
    public void saysWhatToInstallIfThereIsNoJava() throws Exception {
        Path tools = Tools.only(folder.getRoot().toPath().resolve("tools"), BASICS);
        assertEquals("mgmt: Java is missing. Install JDK 17 or newer"
                + " (Debian: apt-get install openjdk-17-jdk-headless).\n", run(tools, null));
    }

    @Test
    public void saysWhatToInstallIfJavaIsTooOld() throws Exception {
        Path tools = Tools.only(folder.getRoot().toPath().resolve("tools"), BASICS);
        for (String version : new String[] {"11.0.28", "1.8.0_462"}) {
            Path home = folder.getRoot().toPath().resolve("jdk-" + version);
            Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
            Files.writeString(java, "#!/bin/sh\nexit 3\n");
            assertTrue(java.toFile().setExecutable(true));
            Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
            assertEquals("mgmt: Java " + version
                    + " is too old. Install JDK 17 or newer, or point JAVA_HOME at one.\n", run(tools, home));
        }
    }
}
