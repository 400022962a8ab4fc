// SPDX-License-Identifier: Apache-2.0
package io.mgmt.deploy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Writes small bundles. */
final class Jar {

    private final Manifest manifest = new Manifest();

    private Jar() {
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    }

    static Jar plain() {
        return new Jar();
    }

    static Jar bundle(String symbolicName, String version) {
        return plain().with("Bundle-ManifestVersion", "2").with("Bundle-SymbolicName", symbolicName)
                .with("Bundle-Version", version);
    }

    Jar with(String header, String value) {
        manifest.getMainAttributes().putValue(header, value);
        return this;
    }

    Path to(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file); JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.putNextEntry(new ZipEntry("content"));
        }
        return file;
    }
}
