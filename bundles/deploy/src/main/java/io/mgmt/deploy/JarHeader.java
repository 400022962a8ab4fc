// SPDX-License-Identifier: Apache-2.0
package io.mgmt.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/** What a jar says that it is. */
record JarHeader(String file, Stamp stamp, String symbolicName, Version version) {

    /** Of several with one symbolic name the last one runs: the highest version, then the latest file. */
    static final Comparator<JarHeader> BEST_LAST = Comparator.comparing(JarHeader::version)
            .thenComparing(header -> header.stamp().modifiedMillis()).thenComparing(JarHeader::file);

    /** @throws UnusableException if it is no bundle; says why, and what to do */
    static JarHeader read(Path path, Stamp stamp) throws UnusableException {
        Attributes attributes = attributes(path);
        String name = attributes.getValue(Constants.BUNDLE_SYMBOLICNAME);
        if (name == null || name.isBlank()) {
            throw new UnusableException("it is a jar, but no bundle: its manifest has no "
                    + Constants.BUNDLE_SYMBOLICNAME, "build it with bnd, or name a bundle");
        }
        if (attributes.getValue(Constants.FRAGMENT_HOST) != null) {
            throw new UnusableException("it is a fragment, and the bundle that it belongs to would have to be"
                    + " restarted with it", "put its content into a bundle of its own");
        }
        String version = attributes.getValue(Constants.BUNDLE_VERSION);
        try {
            return new JarHeader(path.getFileName().toString(), stamp, name.replaceAll(";.*", "").strip(),
                    Version.parseVersion(version));
        } catch (IllegalArgumentException e) {
            throw new UnusableException("its " + Constants.BUNDLE_VERSION + " \"" + version + "\" is none",
                    "write it as 1.2.3 or 1.2.3.word");
        }
    }

    private static Attributes attributes(Path path) throws UnusableException {
        try (JarFile jar = new JarFile(path.toFile())) {
            Manifest manifest = jar.getManifest();
            return manifest == null ? new Attributes() : manifest.getMainAttributes();
        } catch (IOException e) {
            throw new UnusableException("it is no jar, or only a part of one: " + e.getMessage(),
                    "copy it again; under another name first, which is then renamed, nobody sees half of it");
        }
    }

    /** Name and version, as a person reads them. */
    @Override
    public String toString() {
        return symbolicName + " " + version;
    }
}
