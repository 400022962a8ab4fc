// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.container;

import io.mgmt.itests.container.tiny.TinyPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/** Builds bundles as third parties would, of nothing but a class and a manifest. */
final class TinyBundle {

    static final String POLICY = "com.acme.tiny";

    private TinyBundle() {
    }

    /** The policy {@link TinyPolicy} as a bundle. */
    static Path policy(Path file, String version) throws IOException {
        Manifest manifest = manifest(POLICY, version);
        manifest.getMainAttributes().putValue("Bundle-Activator", TinyPolicy.class.getName());
        manifest.getMainAttributes().putValue("Import-Package", "org.osgi.framework,io.mgmt.cluster");
        try (OutputStream out = Files.newOutputStream(file); JarOutputStream jar = new JarOutputStream(out, manifest)) {
            String name = TinyPolicy.class.getName().replace('.', '/') + ".class";
            jar.putNextEntry(new ZipEntry(name));
            try (InputStream bytes = TinyPolicy.class.getClassLoader().getResourceAsStream(name)) {
                bytes.transferTo(jar);
            }
        }
        return file;
    }

    /** Whether the policy that this bundle registered was asked. */
    static boolean isAsked(Bundle policy) {
        ServiceReference<?>[] services = policy.getRegisteredServices();
        return services != null && Boolean.TRUE.equals(services[0].getProperty("asked"));
    }

    /** A bundle that does nothing but need a package. */
    static Path needing(Path file, String symbolicName, String imports) throws IOException {
        Manifest manifest = manifest(symbolicName, "1.0.0");
        manifest.getMainAttributes().putValue("Import-Package", imports);
        try (OutputStream out = Files.newOutputStream(file)) {
            new JarOutputStream(out, manifest).close();
        }
        return file;
    }

    private static Manifest manifest(String symbolicName, String version) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", symbolicName);
        manifest.getMainAttributes().putValue("Bundle-Version", version);
        return manifest;
    }
}
