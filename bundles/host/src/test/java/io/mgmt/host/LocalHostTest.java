// SPDX-License-Identifier: Apache-2.0
package io.mgmt.host;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.mgmt.agent.Agent;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class LocalHostTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> ends = new ArrayList<>();
    private final Agent agent = (code, message) -> ends.add(code + " " + message);

    private LocalHost host(String hostname, String prefix, boolean tmpPrefix) {
        Defaults defaults = new Defaults(Map.of("HOSTNAME", "machine"), Path.of("/nonexistent"),
                folder.getRoot().toPath(), false);
        return new LocalHost(config(hostname, prefix, tmpPrefix), defaults, agent);
    }

    private static HostConfig config(String hostname, String prefix, boolean tmpPrefix) {
        return new HostConfig() {
            @Override
            public String hostname() {
                return hostname;
            }

            @Override
            public String prefix() {
                return prefix;
            }

            @Override
            public boolean tmpPrefix() {
                return tmpPrefix;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return HostConfig.class;
            }
        };
    }

    private String prefix() {
        return folder.getRoot().toString();
    }

    @Test
    public void isTheConfiguredHost() {
        LocalHost host = host("h1", prefix(), false);
        assertEquals("h1", host.name().value());
        assertEquals(folder.getRoot().toPath().resolve("h1"), host.stateDirectory());
        assertFalse(host.isTemporary());
        host.close();
        assertTrue(Files.exists(host.stateDirectory().resolve("host-id")));
        assertEquals(List.of(), ends);
    }

    @Test
    public void isTheMachineWithoutConfiguration() {
        LocalHost host = host("", "", false);
        assertEquals(folder.getRoot().toPath().resolve(".local/state/mgmt/machine"),
                host.stateDirectory());
        host.close();
    }

    @Test
    public void endsTheAgentWithOneMessageIfItCannotBeThisHost() {
        LocalHost first = host("h1", prefix(), false);
        WrongInputException e = assertThrows(WrongInputException.class,
                () -> host("h1", prefix(), false));
        assertEquals(List.of(Agent.WRONG_INPUT + " " + e.getMessage()), ends);
        first.close();
    }

    @Test
    public void endsTheAgentOnAWrongName() {
        assertThrows(WrongInputException.class, () -> host("../h1", prefix(), false));
        assertEquals(1, ends.size());
        assertEquals(0, folder.getRoot().list().length);
    }

    @Test
    public void removesATemporaryDirectoryAtItsEnd() throws Exception {
        LocalHost host = host("h1", "", true);
        assertTrue(host.isTemporary());
        Path data = Files.createDirectories(host.stateDirectory().resolve("etcd/member"));
        Path outside = folder.newFile().toPath();
        Files.createSymbolicLink(data.resolve("link"), outside);
        host.close();
        assertFalse(Files.exists(host.stateDirectory().getParent()));
        assertTrue("a link is removed, not followed", Files.exists(outside));
    }

    @Test
    public void isNotTemporaryAndPermanentAtOnce() {
        assertThrows(WrongInputException.class, () -> host("h1", prefix(), true));
        assertEquals(List.of("1 --tmp-prefix and --prefix " + prefix()
                + " exclude each other. Pass one of them."), ends);
    }
}
