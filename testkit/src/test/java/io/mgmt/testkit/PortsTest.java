// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import static org.junit.Assert.assertNotEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.Test;

public final class PortsTest {

    /** Far from each other, so that no test begins where the other one has taken the first ports. */
    private static final int HERE = 4711;
    private static final int BOTH = 8150;

    /** The other JVM of the second test: prints its port and keeps it until its standard input ends. */
    public static void main(String[] arguments) throws IOException {
        System.out.println(Ports.free(1, BOTH).get(0));
        System.in.readAllBytes();
    }

    @Test
    public void noPortIsGivenTwiceThoughNobodyListensThere() {
        assertNotEquals(Ports.free(1, HERE), Ports.free(1, HERE));
    }

    @Test
    public void noPortIsGivenThatATestInAnotherJvmWasGiven() throws IOException, InterruptedException {
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), PortsTest.class.getName()).redirectErrorStream(true).start();
        try (BufferedReader said = new BufferedReader(
                new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
            int theirs = Integer.parseInt(said.readLine());
            assertNotEquals(theirs, (int) Ports.free(1, BOTH).get(0));
        } finally {
            other.destroyForcibly();
            other.waitFor();
        }
    }
}
