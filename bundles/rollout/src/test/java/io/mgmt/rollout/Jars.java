// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Jars made for a test. */
final class Jars {

    private Jars() {
    }

    /** A bundle with further headers, and classes of this test's class path in it. */
    static Path bundle(Path directory, String name, String version, Map<String, String> headers,
            Class<?>... classes) {
        Map<String, String> all = new LinkedHashMap<>(Map.of("Bundle-ManifestVersion", "2", "Bundle-SymbolicName", name,
                "Bundle-Version", version));
        all.putAll(headers);
        return jar(directory.resolve(name.split(";")[0] + "-" + version + "-" + headers.hashCode() + ".jar"), all,
                classes);
    }

    static Path bundle(Path directory, String name, String version) {
        return bundle(directory, name, version, Map.of());
    }

    static Path jar(Path file, Map<String, String> headers, Class<?>... classes) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach((name, value) -> manifest.getMainAttributes().put(new Attributes.Name(name), value));
        try (OutputStream out = Files.newOutputStream(file); JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (Class<?> type : classes) {
                String name = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new ZipEntry(name));
                jar.write(type.getClassLoader().getResourceAsStream(name).readAllBytes());
                jar.closeEntry();
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** So many bytes that no compression makes fewer. */
    static byte[] noise(int count) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Random(4711).ints(count, 0, 256).forEach(bytes::write);
        return bytes.toByteArray();
    }
}
