// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.layers;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

/**
 * What docs/PLUGINS.md shows is what examples/plugin-resource is made of, which itests/container builds and
 * runs: a reader who types it gets what was tested.
 */
public final class GuideTest {

    private static final String EXAMPLE = "examples/plugin-resource/";
    /** A block of code that says which file it is. */
    private static final Pattern LISTING = Pattern.compile("^```\\w+ (\\S+)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("`(examples/[\\w./-]+)`");

    private static String guide() throws IOException {
        return Files.readString(Tree.ROOT.resolve("docs/PLUGINS.md"));
    }

    @Test
    public void listingsAreTheFilesThatAreTested() throws IOException {
        Map<String, String> shown = new TreeMap<>();
        for (Matcher listing = LISTING.matcher(guide()); listing.find();) {
            shown.put(listing.group(1), listing.group(2));
        }
        for (Map.Entry<String, String> one : shown.entrySet()) {
            assertEquals(one.getKey(), Files.readString(Tree.ROOT.resolve(EXAMPLE + one.getKey())), one.getValue());
        }
        assertTrue(shown.keySet().toString(), shown.keySet().containsAll(
                List.of("pom.xml", "src/main/java/com/example/resource/line/LineType.java")));
    }

    @Test
    public void pathsThatAreNamedExist() throws IOException {
        int found = 0;
        for (Matcher link = LINK.matcher(guide()); link.find(); found++) {
            assertTrue(link.group(1), Files.exists(Tree.ROOT.resolve(link.group(1))));
        }
        assertTrue("no path was found", found > 0);
    }
}
