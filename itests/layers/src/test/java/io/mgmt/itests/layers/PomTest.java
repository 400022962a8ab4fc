// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.layers;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.Test;

public final class PomTest {

    @Test
    public void allowsTheVersionOfTheParentAlone() throws IOException {
        expect("<parent><version>1</version></parent>"
                + "<dependencies><dependency><artifactId>a</artifactId></dependency></dependencies>");
        expect("<dependencies><dependency><version>${project.version}</version></dependency></dependencies>");
    }

    @Test
    public void findsVersionsOfDependenciesAndPlugins() throws IOException {
        expect("<dependencies><dependency><artifactId>a</artifactId><version>1</version></dependency></dependencies>",
                "bundles/x/pom.xml has a version of its own in <dependency>: versions stand in the root pom");
        expect("<build><plugins><plugin><version>1</version></plugin></plugins></build>",
                "bundles/x/pom.xml has a version of its own in <plugin>: versions stand in the root pom");
        expect("<version>1</version>",
                "bundles/x/pom.xml has a version of its own in <project>: versions stand in the root pom");
    }

    @Test
    public void findsBndInstructionsAndManagement() throws IOException {
        expect("<build><plugins><plugin><configuration><bnd>x</bnd></configuration></plugin></plugins></build>",
                "bundles/x/pom.xml has bnd instructions: they stand in the root pom");
        expect("<build><pluginManagement/></build>",
                "bundles/x/pom.xml manages plug-ins or dependencies: the root pom does");
    }

    @Test
    public void findsAFolderThatTheRootDoesNotBuild() throws IOException {
        Pom root = Pom.parse("", "<project><modules><module>bundles/a</module></modules></project>");
        assertEquals(List.of("bundles/b has a pom, and the root pom does not name it"),
                Pom.complaints(root, List.of("bundles/a", "bundles/b")));
        Pom twice = Pom.parse("", "<project><modules><module>a</module><module>a</module></modules></project>");
        assertEquals(List.of("the root pom names a module twice: [a, a]"), Pom.complaints(twice, List.of("a")));
    }

    private static void expect(String content, String... complaints) throws IOException {
        assertEquals(List.of(complaints), Pom.parse("bundles/x", "<project>" + content + "</project>").complaints());
    }

    @Test
    public void allowsABomOfTheSameVersionWithWhatTheRootPomLacks() throws IOException {
        assertEquals(List.of(), Pom.bomComplaints(managing("1", "a"), managing("1", "b")));
    }

    @Test
    public void findsABomThatWasForgottenAndAVersionThatStandsTwice() throws IOException {
        assertEquals(List.of("the bom has version 1, and the root pom 2",
                "g:a has a version in the bom, and another one in the root pom"),
                Pom.bomComplaints(managing("2", "a"), managing("1", "a")));
    }

    private static Pom managing(String version, String artifact) throws IOException {
        return Pom.parse("", "<project><version>" + version + "</version><dependencyManagement><dependency>"
                + "<groupId>g</groupId><artifactId>" + artifact + "</artifactId><version>1</version></dependency>"
                + "</dependencyManagement></project>");
    }
}
