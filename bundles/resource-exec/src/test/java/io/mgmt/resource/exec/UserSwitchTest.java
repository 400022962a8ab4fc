// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.mgmt.resource.ResourceException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public final class UserSwitchTest {

    private static final Account BOB = new Account("bob", 1001, 100, "/home/bob");

    @Test
    public void readsAnAccountOfThePasswordFile() {
        assertEquals(Optional.of(BOB), Account.parse("bob:x:1001:100:Bob,,,:/home/bob:/bin/sh"));
        assertEquals(Optional.empty(), Account.parse("# comment"));
        assertEquals(Optional.empty(), Account.parse("+::::::"));
        assertEquals(Optional.empty(), Account.parse("bob:x:many:100::/home/bob:/bin/sh"));
    }

    @Test
    public void prefersSetprivAndTakesRunuser() throws ResourceException {
        assertEquals(List.of("/usr/bin/setpriv", "--reuid=1001", "--regid=100", "--init-groups",
                "--"),
                UserSwitch.words(BOB, Optional.of(Path.of("/usr/bin/setpriv")),
                Optional.of(Path.of("/r"))));
        assertEquals(List.of("/r", "-u", "bob", "--"),
                UserSwitch.words(BOB, Optional.empty(), Optional.of(Path.of("/r"))));
    }

    @Test
    public void saysWhatToInstallIfThereIsNeither() {
        ResourceException e = assertThrows(ResourceException.class,
                () -> UserSwitch.words(BOB, Optional.empty(), Optional.empty()));
        assertEquals("cannot run as user \"bob\": there is neither setpriv nor runuser on the PATH of the agent.\n"
                + "  Install util-linux.", e.getMessage());
    }

    @Test
    public void refusesAnotherUserUnlessItIsRoot() {
        ResourceException e = assertThrows(ResourceException.class,
                () -> UserSwitch.to("root", new HashMap<>(), 1001));
        assertEquals("cannot run as user \"root\": the agent is user 1001, and only root may switch.\n"
                + "  Run the agent as root, or take out user.", e.getMessage());
    }

    @Test
    public void needsNoSwitchToItsOwnUser() throws ResourceException {
        Map<String, String> environment = new HashMap<>();
        assertEquals(List.of(), UserSwitch.to("root", environment, 0));
        assertEquals("root", environment.get("LOGNAME"));
    }

    @Test
    public void saysThatThereIsNoSuchUser() {
        ResourceException e = assertThrows(ResourceException.class,
                () -> UserSwitch.to("nobody-knows-me", new HashMap<>(), 0));
        assertEquals("there is no user \"nobody-knows-me\" on this host.\n  Make it, or correct user.",
                e.getMessage());
    }
}
