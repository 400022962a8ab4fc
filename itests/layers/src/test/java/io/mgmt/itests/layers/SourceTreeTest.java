// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.layers;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** The rules of text and poms, over this clone. Needs no build. */
public final class SourceTreeTest {

    /** Third-party bundles as examples: they show how to build outside the reactor, versions included. */
    private static final String OUTSIDE = "examples/";

    @Test
    public void everyFileKeepsTheRulesOfText() throws IOException {
        List<String> complaints = new ArrayList<>();
        List<String> files = Tree.files().stream().filter(Sources::isText).toList();
        for (String file : files) {
            complaints.addAll(Sources.complaints(file, Files.readAllLines(Tree.ROOT.resolve(file))));
        }
        assertEquals("", String.join("\n", complaints));
        assertTrue("this very file was not read", files.stream().anyMatch(file -> file.endsWith("/SourceTreeTest.java")));
    }

    /** Imported by the root pom and by those of authors, and no child of the root pom. */
    private static final String BOM = "bom";

    @Test
    public void versionsAndPluginsStandInTheRootPom() throws IOException {
        List<String> complaints = new ArrayList<>();
        List<String> folders = new ArrayList<>();
        for (String file : Tree.files()) {
            if (file.endsWith("/pom.xml") && !file.startsWith(OUTSIDE)) {
                String folder = file.substring(0, file.length() - "/pom.xml".length());
                folders.add(folder);
                if (!folder.equals(BOM)) {
                    complaints.addAll(Pom.parse(folder, read(file)).complaints());
                }
            }
        }
        Pom root = Pom.parse("", read("pom.xml"));
        complaints.addAll(Pom.complaints(root, folders));
        complaints.addAll(Pom.bomComplaints(root, Pom.parse(BOM, read("bom/pom.xml"))));
        assertEquals("", String.join("\n", complaints));
        assertTrue("this module was not read", folders.contains("itests/layers"));
    }

    @Test
    public void onlyEtcdClientHasBndInstructionsOfItsOwn() throws IOException {
        assertEquals(List.of("bundles/etcd-client/bnd.bnd"), Tree.files().stream()
                .filter(file -> file.endsWith(".bnd") && !file.startsWith(OUTSIDE)).toList());
    }

    private static String read(String file) throws IOException {
        return Files.readString(Tree.ROOT.resolve(file));
    }
}
