// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A sizing policy as somebody else would write it: asks for as many voters as its configuration says. */
final class PolicyJar {

    static final String NAME = "org.example.tiny";

    private static final String SOURCE = """
            package org.example.tiny;
            import io.mgmt.cluster.ClusterSizingPolicy;
            import io.mgmt.cluster.ClusterView;
            import io.mgmt.cluster.Sizing;
            import java.util.Map;
            public final class Tiny implements ClusterSizingPolicy {
                private int voters;
                void begin(Map<String, Object> properties) {
                    voters = (Integer) properties.get("voters");
                }
                public Sizing size(ClusterView view) {
                    return new Sizing(voters, "tiny asks for " + voters);
                }
            }
            """;

    private static final String COMPONENT = """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="org.example.tiny" activate="begin">
              <property name="service.ranking" type="Integer" value="100"/>
              <property name="voters" type="Integer" value="%s"/>
              <implementation class="org.example.tiny.Tiny"/>
              <service><provide interface="io.mgmt.cluster.ClusterSizingPolicy"/></service>
            </scr:component>
            """;

    private static final String METATYPE = """
            <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.3.0">
              <OCD id="org.example.tiny" name="Tiny">
                <AD id="voters" type="Integer" min="1" max="9" default="%s" description="How many voters"/>
              </OCD>
              <Designate pid="org.example.tiny"><Object ocdref="org.example.tiny"/></Designate>
            </metatype:MetaData>
            """;

    private PolicyJar() {
    }

    /**
     * Makes one.
     *
     * @param voters that it asks for if nothing else is configured
     * @param imports further packages that it needs, each after a comma
     */
    static Path make(Path directory, String version, int voters, String imports) throws IOException {
        Path classes = Files.createDirectories(directory.resolve("tiny-" + version));
        Path source = Files.writeString(classes.resolve("Tiny.java"), SOURCE);
        Path api = Agents.command().resolveSibling("../bundles/io.mgmt.api.jar").normalize();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int exit = compiler.run(null, OutputStream.nullOutputStream(), null, "--release", "17", "-cp", api.toString(),
                "-proc:none", "-d", classes.toString(), source.toString());
        if (exit != 0) {
            throw new AssertionError("the policy does not compile");
        }
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        for (List<String> header : List.of(List.of("Bundle-ManifestVersion", "2"), List.of("Bundle-SymbolicName", NAME),
                List.of("Bundle-Version", version), List.of("Service-Component", "OSGI-INF/tiny.xml"),
                List.of("Import-Package", "io.mgmt.cluster;version=\"[1.0,2)\"" + imports))) {
            headers.put(new Attributes.Name(header.get(0)), header.get(1));
        }
        Path file = directory.resolve("tiny-" + version + ".jar");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            add(jar, "OSGI-INF/tiny.xml", COMPONENT.replace("%s", Integer.toString(voters)));
            add(jar, "OSGI-INF/metatype/tiny.xml", METATYPE.replace("%s", Integer.toString(voters)));
            try (Stream<Path> made = Files.walk(classes)) {
                for (Path one : (Iterable<Path>) made.filter(path -> path.toString().endsWith(".class"))::iterator) {
                    jar.putNextEntry(new ZipEntry(classes.relativize(one).toString()));
                    jar.write(Files.readAllBytes(one));
                }
            }
        }
        return file;
    }

    private static void add(JarOutputStream jar, String name, String text) throws IOException {
        jar.putNextEntry(new ZipEntry(name));
        jar.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
