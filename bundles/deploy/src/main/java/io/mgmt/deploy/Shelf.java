// SPDX-License-Identifier: Apache-2.0
package io.mgmt.deploy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.osgi.framework.Constants;

/** The jars that came with the distribution, whether they are installed or not. */
final class Shelf {

    private final Path directory;

    /** @param home where the distribution is; empty in a framework that is not ours */
    Shelf(Optional<Path> home) {
        this.directory = home.map(path -> path.resolve("bundles")).orElse(Path.of("/nonexistent"));
    }

    /** A jar that exports the package. */
    Optional<Path> exporting(String name) {
        if (name.isEmpty() || !Files.isDirectory(directory)) {
            return Optional.empty();
        }
        // A clause begins with the name, and goes on with attributes or with the next one.
        Pattern clause = Pattern.compile("(^|[,;])" + Pattern.quote(name) + "($|[,;])");
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, "*.jar")) {
            for (Path path : jars) {
                if (clause.matcher(exports(path)).find()) {
                    return Optional.of(path);
                }
            }
        } catch (IOException e) {
            // Only a hint is lost.
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Without what is quoted: uses directives name packages, too. */
    private static String exports(Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            String header = jar.getManifest() == null ? null
                    : jar.getManifest().getMainAttributes().getValue(Constants.EXPORT_PACKAGE);
            return header == null ? "" : header.replaceAll("\"[^\"]*\"", "");
        }
    }
}
