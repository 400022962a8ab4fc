// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * A jar that is a bundle, looked at before anybody else gets to see it.
 *
 * @param name its symbolic name, without directives
 */
record BundleJar(String name, String version, byte[] content, String sha256) {

    /**
     * The most that is taken. It is read into memory, travels through raft, and stays on the disk of each voter until
     * etcd compacts its history; etcd's own quota is 2 GiB.
     */
    static final int MOST_BYTES = 16 * 1024 * 1024;

    /** @throws WrongInputException that says what is wrong with the file, in one sentence or two */
    static BundleJar read(Path file) {
        byte[] content = content(file);
        check(file);
        Attributes manifest = manifest(file);
        String name = manifest.getValue(Constants.BUNDLE_SYMBOLICNAME);
        if (name == null) {
            throw wrong(file, "is a jar, but no bundle: its manifest has no Bundle-SymbolicName. Build it with bnd,"
                    + " for example by the bnd-maven-plugin.");
        }
        name = name.split(";", 2)[0].strip();
        if (!name.matches("[A-Za-z0-9._-]{1,200}")) {
            throw wrong(file, "has the symbolic name \"" + name + "\". It must be 1 to 200 of A-Z a-z 0-9 . _ -.");
        }
        if (!"2".equals(manifest.getValue(Constants.BUNDLE_MANIFESTVERSION))) {
            throw wrong(file, "has no \"Bundle-ManifestVersion: 2\" in its manifest. Build it with bnd.");
        }
        if (manifest.getValue(Constants.FRAGMENT_HOST) != null) {
            throw wrong(file, "is a fragment of " + manifest.getValue(Constants.FRAGMENT_HOST)
                    + " and does not run by itself. Deploy a bundle.");
        }
        return new BundleJar(name, version(file, manifest), content, Sha256.of(content));
    }

    private static byte[] content(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw wrong(file, "is a directory. Name a jar.");
            }
            long bytes = Files.size(file);
            if (bytes > MOST_BYTES) {
                throw wrong(file, "has " + bytes + " bytes; at most " + MOST_BYTES
                        + " are taken. Leave out what other bundles bring.");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw wrong(file, "does not exist.");
        } catch (IOException e) {
            throw wrong(file, "cannot be read: " + e);
        }
    }

    /** Reads everything once, because a jar that was cut short or damaged may well begin like a good one. */
    private static void check(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            byte[] buffer = new byte[8192];
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                CRC32 sum = new CRC32();
                try (InputStream in = zip.getInputStream(entry)) {
                    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                        sum.update(buffer, 0, count);
                    }
                }
                if (entry.getCrc() >= 0 && entry.getCrc() != sum.getValue()) {
                    throw wrong(file, "is damaged: " + entry.getName() + " in it is not what it was. Build or copy it"
                            + " again.");
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw wrong(file, "is no jar, or is damaged: " + e.getMessage() + ". Build or copy it again.");
        }
    }

    private static Attributes manifest(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            if (manifest == null) {
                throw wrong(file, "is a jar, but no bundle: it has no manifest. Build it with bnd.");
            }
            return manifest.getMainAttributes();
        } catch (IOException e) {
            throw wrong(file, "has a manifest that cannot be read: " + e.getMessage() + ". Build it with bnd.");
        }
    }

    private static String version(Path file, Attributes manifest) {
        String text = manifest.getValue(Constants.BUNDLE_VERSION);
        try {
            return Version.parseVersion(text).toString();
        } catch (IllegalArgumentException e) {
            throw wrong(file, "has the version \"" + text + "\". Bundle-Version is written as 1.2.3 or 1.2.3.word.");
        }
    }

    private static WrongInputException wrong(Path file, String what) {
        return new WrongInputException(file + " " + what);
    }
}
