// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.layers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a built jar says about itself.
 *
 * @param artifact the file name without {@code .jar}: features/ copies artifacts without their versions
 * @param headers the main section of the manifest
 * @param packages those with a class file of the jar's own, not of a nested jar
 * @param nestedJars their paths in the jar
 */
record BuiltBundle(String artifact, Map<String, String> headers, Set<String> packages, List<String> nestedJars) {

    BuiltBundle {
        headers = Map.copyOf(headers);
        packages = new TreeSet<>(packages);
        nestedJars = List.copyOf(nestedJars);
    }

    /** All jars of the folder, sorted by name. */
    static List<BuiltBundle> readAll(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().map(BuiltBundle::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BuiltBundle read(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            Attributes attributes = jar.getManifest().getMainAttributes();
            Map<String, String> headers = attributes.entrySet().stream()
                    .collect(Collectors.toMap(e -> e.getKey().toString(), e -> e.getValue().toString()));
            Set<String> packages = new TreeSet<>();
            List<String> nested = new ArrayList<>();
            for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
                String name = entry.getName();
                if (name.endsWith(".class") && !name.startsWith("META-INF/")) {
                    packages.add(name.substring(0, Math.max(0, name.lastIndexOf('/'))).replace('/', '.'));
                } else if (name.endsWith(".jar")) {
                    nested.add(name);
                }
            }
            return new BuiltBundle(file.getFileName().toString().replaceAll("\\.jar$", ""), headers, packages, nested);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    String symbolicName() {
        List<Clause> names = clauses("Bundle-SymbolicName");
        return names.isEmpty() ? "" : names.get(0).name();
    }

    boolean isOurs() {
        return artifact.startsWith("io.mgmt.");
    }

    List<Clause> imports() {
        return clauses("Import-Package");
    }

    List<Clause> exports() {
        return clauses("Export-Package");
    }

    private List<Clause> clauses(String header) {
        return Clause.parse(headers.get(header));
    }
}
