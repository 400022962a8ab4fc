// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.mgmt.resource.Resource;
import io.mgmt.resource.ResourceException;
import io.mgmt.testkit.PlainContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** What {@link HostileFileSystemIT} runs in a namespace. */
final class HostileFileSystem {

    private final FileType type = new FileType(null);
    private final PlainContext context = new PlainContext();
    private final Path place;

    private HostileFileSystem(Path place) {
        this.place = place;
    }

    public static void main(String[] arguments) throws Exception {
        HostileFileSystem hostile = new HostileFileSystem(Path.of(arguments[1]));
        switch (arguments[0]) {
            case "full" -> hostile.full();
            case "readOnly" -> hostile.readOnly();
            default -> hostile.forbidden();
        }
        System.out.println("held");
    }

    private Resource wish(String name, Object... fields) throws Exception {
        return type.create(FileScene.spec(place.resolve(name).toString(), fields));
    }

    private String failure(Resource resource) {
        return assertThrows(ResourceException.class, () -> apply(resource)).getMessage();
    }

    private void apply(Resource resource) throws ResourceException {
        for (var change : resource.check(context)) {
            change.apply(context);
        }
    }

    private void full() throws Exception {
        Files.writeString(place.resolve("f"), "old");
        Files.write(place.resolve("ballast"), new byte[150_000]);
        Resource larger = wish("f", "content", "n".repeat(200_000));
        Resource another = wish("g", "content", "n".repeat(200_000));
        for (Resource wish : List.of(larger, another)) {
            String message = failure(wish);
            assertTrue(message, message.startsWith("Cannot write " + place)
                    && message.contains(": no space is left on its file system ("));
            assertEquals("old", Files.readString(place.resolve("f")));
            assertEquals(List.of("ballast", "f"), names());
        }
        Files.delete(place.resolve("ballast"));
        apply(larger);
        assertEquals(List.of(), larger.check(context));
    }

    private void readOnly() throws Exception {
        for (Resource wish : List.of(wish("f", "content", "new"), wish("d/"), wish("f", "state",
                "absent"), wish("f", "mode", "0600"), wish("l", "symlink", "x"),
                wish("a/b", "recurse", true))) {
            String message = failure(wish);
            assertTrue(message, message.contains("its file system is mounted read-only"));
        }
    }

    private void forbidden() throws Exception {
        Files.writeString(place.resolve("f"), "old");
        Files.writeString(place.resolve("secret"), "old");
        Files.setPosixFilePermissions(place.resolve("secret"),
                PosixFilePermissions.fromString("---------"));
        // Its owner may change the mode of a file that even he may not read.
        Resource mode = wish("secret", "mode", "0200");
        apply(mode);
        assertEquals(List.of(), mode.check(context));
        assertTrue(failure(wish("secret", "content", "new")).startsWith("Cannot check "
                + place.resolve("secret") + ": permission denied for user "));
        assertTrue(failure(wish("f", "owner", "0")).startsWith("Cannot set the owner of "
                + place.resolve("f")));

        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("r-xr-xr-x"));
        for (Resource wish : List.of(wish("f", "content", "new"), wish("d/"), wish("f", "state",
                "absent"))) {
            String message = failure(wish);
            assertTrue(message, message.contains("permission denied for user "));
        }
        assertEquals("old", Files.readString(place.resolve("f")));
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> names() throws IOException {
        try (var entries = Files.list(place)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
