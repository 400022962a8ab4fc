// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.rules.ExternalResource;

/** A network of its own with nothing but a loopback interface: all ports are free there. Linux only. */
final class Namespace extends ExternalResource {

    private Process holder;

    @Override
    protected void before() throws IOException {
        List<String> line = new ArrayList<>(List.of("unshare", "--net"));
        if (!isRoot()) {
            line.add("--map-root-user");
        }
        line.addAll(List.of("sh", "-c", "ip link set lo up && echo ready && exec cat"));
        holder = new ProcessBuilder(line).redirectErrorStream(true).start();
        String answer = holder.inputReader().readLine();
        if (!"ready".equals(answer)) {
            after();
            throw new IOException("no network namespace can be made here: " + line + " says: " + answer);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    @Override
    protected void after() {
        holder.destroyForcibly();
        holder.onExit().join();
    }

    /** What to put before a command that is to run in there. */
    List<String> enter() {
        List<String> line = new ArrayList<>(List.of("nsenter", "--target", Long.toString(holder.pid()), "--net"));
        if (!isRoot()) {
            line.addAll(List.of("--user", "--preserve-credentials"));
        }
        return line;
    }
}
