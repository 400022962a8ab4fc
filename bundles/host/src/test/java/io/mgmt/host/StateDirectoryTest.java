// SPDX-License-Identifier: Apache-2.0
package io.mgmt.host;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class StateDirectoryTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path path;

    @Before
    public void nameIt() {
        path = folder.getRoot().toPath().resolve("deep/er/h1");
    }

    private static String refusal(Path path) {
        return assertThrows(WrongInputException.class, () -> StateDirectory.open(path))
                .getMessage();
    }

    @Test
    public void makesTheDirectoryForItsUserAlone() throws IOException {
        StateDirectory.open(path).close();
        assertEquals("rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    }

    @Test
    public void makesTheHostIdOnce() {
        StateDirectory first = StateDirectory.open(path);
        first.close();
        StateDirectory second = StateDirectory.open(path);
        second.close();
        assertEquals(first.hostId(), second.hostId());
        StateDirectory other = StateDirectory.open(path.resolveSibling("h2"));
        other.close();
        assertNotEquals(first.hostId(), other.hostId());
    }

    @Test
    public void writesItsProcessIdIntoTheLock() throws IOException {
        Files.createDirectories(path);
        Files.writeString(path.resolve("lock"), "99999999999 of an earlier agent\n");
        StateDirectory open = StateDirectory.open(path);
        assertEquals(ProcessHandle.current().pid() + "\n", Files.readString(path.resolve("lock")));
        open.close();
    }

    @Test
    public void refusesASecondAgentAndNamesTheFirst() {
        StateDirectory first = StateDirectory.open(path);
        assertEquals("h1 is already running as process " + ProcessHandle.current().pid()
                + ", which holds " + path
                + ".\n  Stop it, or pass another --hostname or --prefix. Nothing was changed.",
                refusal(path));
        first.close();
        StateDirectory.open(path).close();
    }

    @Test
    public void refusesADirectoryBelowAFile() throws IOException {
        Path file = Files.writeString(folder.getRoot().toPath().resolve("deep"), "");
        assertEquals("Cannot use the state directory " + path + ": " + file + " is a file."
                + "\n  Pass another --prefix, or move the file away. Nothing was changed.",
                refusal(path));
    }

    @Test
    public void refusesAFileInItsPlace() throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "precious");
        assertTrue(refusal(path).contains(path + " is a file."));
        assertEquals("precious", Files.readString(path));
    }

    @Test
    public void refusesADamagedHostIdAndLeavesItAlone() throws IOException {
        StateDirectory.open(path).close();
        for (String damage : new String[] {"", "garbage", "1-1-1-1-1", UUID.randomUUID() + "x"}) {
            Files.writeString(path.resolve("host-id"), damage + "\n");
            String message = refusal(path);
            assertTrue(message, message.startsWith("The host id in " + path.resolve("host-id")
                    + " is damaged: it reads \"" + damage + "\""));
            assertTrue(message, message.contains("delete " + path));
            assertEquals(damage + "\n", Files.readString(path.resolve("host-id")));
        }
    }

    @Test
    public void quotesLittleOfABinaryHostId() throws IOException {
        StateDirectory.open(path).close();
        Files.write(path.resolve("host-id"), new byte[100_000]);
        String message = refusal(path);
        assertTrue(message, message.length() < 400);
        assertFalse(message, message.contains("\0"));
    }

    @Test
    public void unlocksAfterADamagedHostId() throws IOException {
        StateDirectory.open(path).close();
        Files.writeString(path.resolve("host-id"), "");
        refusal(path);
        Files.delete(path.resolve("host-id"));
        StateDirectory.open(path).close();
    }

    /** Root writes everywhere, so these two cannot be provoked in every test environment. */
    @Test
    public void explainsMissingRightsAndReadOnlyFileSystems() {
        assertEquals("Cannot use the state directory /s/h1: this user may not write /s/h1/lock."
                + "\n  Pass another --prefix, or run as a user who may. Nothing was started.",
                StateDirectory.explain(Path.of("/s/h1"), new AccessDeniedException("/s/h1/lock")));
        assertEquals("Cannot use the state directory /s/h1: /s/h1: Read-only file system."
                + "\n  Pass another --prefix, or mend this. Nothing was started.",
                StateDirectory.explain(Path.of("/s/h1"),
                        new FileSystemException("/s/h1", null, "Read-only file system")));
    }

    @Test
    public void refusesWhereNobodyMayMakeADirectory() {
        String message = refusal(Path.of("/proc/mgmt/h1"));
        assertTrue(message, message.startsWith("Cannot use the state directory /proc/mgmt/h1: "));
    }
}
