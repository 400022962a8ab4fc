// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class BundleJarTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path directory() {
        return folder.getRoot().toPath();
    }

    private static void refuses(Path file, String message) {
        String said = assertThrows(WrongInputException.class, () -> BundleJar.read(file)).getMessage();
        assertTrue(said, said.startsWith(file + " ") && said.contains(message));
    }

    @Test
    public void aBundleIsKnownByNameVersionAndHash() throws Exception {
        Path file = Jars.bundle(directory(), "a.b;singleton:=true", "1.2", Map.of());
        BundleJar jar = BundleJar.read(file);
        assertEquals("a.b", jar.name());
        assertEquals("1.2.0", jar.version());
        assertEquals(Sha256.of(Files.readAllBytes(file)), jar.sha256());
        assertEquals("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Sha256.of(new byte[0]));
    }

    @Test
    public void whatIsNoBundleIsRefusedInASentence() throws Exception {
        refuses(directory().resolve("none.jar"), "does not exist");
        refuses(directory(), "is a directory");
        refuses(Files.writeString(directory().resolve("text.jar"), "no zip"), "is no jar, or is damaged");
        refuses(Files.write(directory().resolve("empty.jar"), new byte[0]), "is no jar, or is damaged");
        refuses(Jars.jar(directory().resolve("plain.jar"), Map.of()), "its manifest has no Bundle-SymbolicName");
        refuses(Jars.jar(directory().resolve("old.jar"), Map.of("Bundle-SymbolicName", "a")),
                "no \"Bundle-ManifestVersion: 2\"");
        refuses(Jars.bundle(directory(), "a", "one"), "has the version \"one\"");
        refuses(Jars.bundle(directory(), "a", "1", Map.of("Bundle-SymbolicName", "a/b")), "symbolic name \"a/b\"");
        refuses(Jars.bundle(directory(), "a", "1", Map.of("Fragment-Host", "b")), "is a fragment of b");
    }

    @Test
    public void aJarThatWasCutShortOrDamagedIsRefused() throws Exception {
        Path good = Jars.bundle(directory(), "a", "1", Map.of(), BundleJarTest.class, Jars.class);
        byte[] bytes = Files.readAllBytes(good);
        refuses(Files.write(directory().resolve("short.jar"), Arrays.copyOf(bytes, bytes.length / 2)),
                "is no jar, or is damaged");
        Path bent = Files.write(directory().resolve("bent.jar"), bytes);
        try (RandomAccessFile file = new RandomAccessFile(bent.toFile(), "rw")) {
            file.seek(bytes.length / 2);
            file.write(~bytes[bytes.length / 2]);
        }
        refuses(bent, "damaged");
    }

    @Test
    public void whatIsTooLargeIsRefusedUnread() throws Exception {
        Path file = directory().resolve("large.jar");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(BundleJar.MOST_BYTES + 1L);
        }
        refuses(file, "at most 16777216 are taken");
    }
}
