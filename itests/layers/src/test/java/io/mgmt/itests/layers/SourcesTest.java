// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.layers;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.Test;

/** The forbidden words are put together here, because this file is read by the rules, too. */
public final class SourcesTest {

    private static final String MAIN = "bundles/x/src/main/java/X.java";
    private static final String TEST = "bundles/x/src/test/java/XTest.java";

    @Test
    public void wantsTheLicenceInTheFirstLine() {
        assertEquals(List.of(MAIN + ":1: does not begin with // SPDX-License-Identifier: Apache-2.0"),
                Sources.complaints(MAIN, List.of("package x;")));
        assertEquals(List.of(MAIN + ":1: does not begin with // SPDX-License-Identifier: Apache-2.0"),
                Sources.complaints(MAIN, List.of()));
    }

    @Test
    public void wantsAReasonForMoreThanFourHundredLines() {
        List<String> lines = new ArrayList<>(Collections.nCopies(400, ""));
        lines.set(0, Sources.LICENSE);
        assertEquals(List.of(), Sources.complaints(MAIN, lines));
        lines.add("");
        assertEquals(List.of(MAIN + " has 401 lines: split it, or say why in a comment \"Over 400 lines: …\""),
                Sources.complaints(MAIN, lines));
        lines.set(1, "// Over 400 lines: one table, which nobody could read in two parts.");
        assertEquals(List.of(), Sources.complaints(MAIN, lines));
    }

    @Test
    public void findsWhatIsLeftUndone() {
        for (String path : List.of(MAIN, "pom.xml", "docs/X.md", "mgmt")) {
            List<String> lines = List.of(Sources.LICENSE, "", "// " + "TO" + "DO: later", "FIX" + "ME");
            assertEquals(List.of(path + ":3: do it or file it; what is committed is done",
                    path + ":4: do it or file it; what is committed is done"), Sources.complaints(path, lines));
        }
    }

    @Test
    public void findsSleepInTestsOnly() {
        String sleep = "    Thread" + ".sleep(10);";
        assertEquals(List.of(), complaints(MAIN, sleep));
        assertEquals(1, complaints(TEST, sleep).size());
        assertEquals(1, complaints("testkit/src/main/java/X.java", "    TimeUnit.SECONDS" + ".sleep(1);").size());
    }

    @Test
    public void allowsAProgramThatTestsStartToSleep() {
        assertEquals(List.of(), Sources.complaints(TEST, List.of(Sources.LICENSE,
                "    public static void " + "main(String[] words) {", "        Thread" + ".sleep(10);")));
    }

    @Test
    public void findsTestsThatDoNotRunOrClaimNothing() {
        assertEquals(List.of(TEST + ":2: a test that does not run"), complaints(TEST, "    @" + "Ignore"));
        assertEquals(List.of(TEST + ":2: a test's name is a claim, without the prefix \"test\""),
                complaints(TEST, "    public void test" + "Reading() {"));
        assertEquals(List.of(), complaints(TEST, "    public void testifies() {"));
    }

    @Test
    public void findsImportsOfEverything() {
        assertEquals(List.of(MAIN + ":2: imports everything; name the types"),
                complaints(MAIN, "import java.util.*;"));
        assertEquals(List.of(TEST + ":2: imports everything; name the types"),
                complaints(TEST, "import static org.junit.Assert.*;"));
    }

    @Test
    public void readsTextAndNothingElse() {
        assertTrue(Sources.isText("mgmt"));
        assertTrue(Sources.isText("bundles/etcd-client/bnd.bnd"));
        assertFalse(Sources.isText("docs/picture.png"));
        assertFalse(Sources.isText("LICENSE"));
    }

    private static List<String> complaints(String path, String line) {
        return Sources.complaints(path, List.of(Sources.LICENSE, line));
    }
}
