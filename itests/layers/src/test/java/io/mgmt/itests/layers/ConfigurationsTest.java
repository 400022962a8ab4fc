// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.layers;

import static org.junit.Assert.assertEquals;

import io.mgmt.itests.layers.Metatype.Property;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;

public final class ConfigurationsTest {

    private static final Property FILE = new Property("file", "String", "The graph to run.");

    @Test
    public void allowsWhatIsDescribed() {
        expect(Map.of("io.mgmt.engine", Set.of("file")), metatype("io.mgmt.engine", FILE,
                new Property("convergedTimeout", "Integer", "After so many seconds. Below 0: never."),
                new Property("probeMillis", "Integer", "How often it asks.")));
    }

    @Test
    public void missesAMetatype() {
        expect(Map.of("io.mgmt.engine", Set.of("file")), metatype("io.mgmt.host", FILE),
                "io.mgmt.engine is set by the launcher and described by no Metatype");
    }

    @Test
    public void missesAPropertyThatTheLauncherSets() {
        expect(Map.of("io.mgmt.engine", Set.of("file", "noWatch")), metatype("io.mgmt.engine", FILE),
                "io.mgmt.engine/noWatch is set by the launcher and unknown to io.mgmt.engine, which knows [file]");
    }

    @Test
    public void missesDescriptions() {
        expect(Map.of(), metatype("io.mgmt.engine", new Property("file", "String", " ")),
                "io.mgmt.engine/file has no description");
        expect(Map.of(), new Metatype("io.mgmt.engine", "io.mgmt.engine", "", List.of(FILE)),
                "io.mgmt.engine has no description");
    }

    @Test
    public void missesTheUnitOfANumber() {
        expect(Map.of(), metatype("io.mgmt.engine", new Property("maxRuntime", "Integer", "How long it runs.")),
                "io.mgmt.engine/maxRuntime is a number without a unit: \"How long it runs.\"");
    }

    @Test
    public void wantsThePidToBeTheNameOfTheBundle() {
        expect(Map.of(), new Metatype("io.mgmt.engine", "engine", "Runs.", List.of(FILE)),
                "engine is the configuration of io.mgmt.engine: a PID is the name of its bundle");
    }

    @Test
    public void readsTheXmlOfMetatype() throws IOException {
        String xml = "<MetaData><OCD id='a.B' name='x' description='D.'>"
                + "<AD id='file' type='String' description='The graph.'/><AD id='n' type='Integer'/></OCD>"
                + "<Designate pid='a.b'><Object ocdref='a.B'/></Designate></MetaData>";
        assertEquals(List.of(new Metatype("a.b", "a.b", "D.",
                        List.of(new Property("file", "String", "The graph."), new Property("n", "Integer", "")))),
                Metatype.parse("a.b", new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))));
    }

    private static Metatype metatype(String pid, Property... properties) {
        return new Metatype(pid, pid, "What it is.", List.of(properties));
    }

    private static void expect(Map<String, Set<String>> set, Metatype metatype, String... complaints) {
        assertEquals(List.of(complaints), Configurations.complaints(set, List.of(metatype)));
    }
}
