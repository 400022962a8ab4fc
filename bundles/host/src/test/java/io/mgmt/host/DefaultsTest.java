// SPDX-License-Identifier: Apache-2.0
package io.mgmt.host;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class DefaultsTest {

    private static final Path NO_FILE = Path.of("/nonexistent/hostname");
    private static final Path HOME = Path.of("/home/ann");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static Defaults of(Map<String, String> environment, boolean isRoot) {
        return new Defaults(environment, NO_FILE, HOME, isRoot);
    }

    private Defaults onMachine(String name) throws IOException {
        return new Defaults(Map.of(), Files.writeString(folder.newFile().toPath(), name), HOME,
                false);
    }

    @Test
    public void takesTheShortNameOfTheMachine() throws IOException {
        assertEquals("db1", onMachine("db1.example.org\n").hostName("").value());
    }

    @Test
    public void prefersTheConfiguredName() throws IOException {
        assertEquals("h1.example", onMachine("db1").hostName(" h1.example ").value());
    }

    @Test
    public void takesTheNameFromTheShellWhereThereIsNoProc() {
        assertEquals("mac", of(Map.of("HOSTNAME", "mac.local"), false).hostName("").value());
    }

    @Test
    public void asksForANameWhereThereIsNone() {
        WrongInputException e = assertThrows(WrongInputException.class,
                () -> of(Map.of(), false).hostName(""));
        assertEquals("This machine tells no host name. Pass one with --hostname.", e.getMessage());
    }

    @Test
    public void refusesAWrongNameAndQuotesIt() {
        for (String wrong : new String[] {"-a", "a/b", "..", "ä", "a b", "a".repeat(254)}) {
            WrongInputException e =
                    assertThrows(wrong, WrongInputException.class,
                            () -> of(Map.of(), false).hostName(wrong));
            assertTrue(e.getMessage(),
                    e.getMessage().startsWith("\"" + wrong + "\" is not a host name."));
        }
    }

    @Test
    public void saysThatAWrongNameIsTheMachinesOwn() throws IOException {
        Defaults defaults = onMachine("_odd");
        WrongInputException e = assertThrows(WrongInputException.class,
                () -> defaults.hostName(""));
        assertTrue(e.getMessage(), e.getMessage().endsWith("pass another with --hostname."));
    }

    @Test
    public void keepsTheStateOfRootInVarLib() {
        assertEquals(Path.of("/var/lib/mgmt"), of(Map.of("XDG_STATE_HOME", "/x"), true).prefix(""));
    }

    @Test
    public void keepsTheStateOfOthersAtHome() {
        assertEquals(Path.of("/home/ann/.local/state/mgmt"), of(Map.of(), false).prefix(""));
        assertEquals(Path.of("/x/mgmt"), of(Map.of("XDG_STATE_HOME", "/x"), false).prefix(""));
        assertEquals(Path.of("/home/ann/.local/state/mgmt"),
                of(Map.of("XDG_STATE_HOME", "x"), false).prefix(""));
    }

    @Test
    public void makesAConfiguredPrefixAbsolute() {
        assertEquals(Path.of("").toAbsolutePath().resolve("p"),
                of(Map.of(), true).prefix("q/../p"));
    }

    @Test
    public void findsANameAndAPrefixOnThisMachine() {
        Defaults here = Defaults.ofThisProcess();
        assertTrue(here.prefix("").isAbsolute());
        assertEquals(-1, here.hostName("").value().indexOf('.'));
    }
}
