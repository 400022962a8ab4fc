// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.Test;

public final class ReleaseTest {

    private static final Artifact V1 = new Artifact(5, "1.0.0", "a".repeat(64), 10, 1);
    private static final Artifact V2 = new Artifact(9, "2.0.0", "b".repeat(64), 20, 2);

    private static void survives(Release release) {
        assertEquals(Optional.of(release),
                ReleaseJson.read(release.name(), ReleaseJson.write(release), release.revision()));
    }

    @Test
    public void whatIsWrittenIsRead() {
        Release first = Release.first("p", V1, "h1", 77);
        survives(first);
        survives(first.kept());
        survives(first.kept().next(V2, "h2", 88));
        survives(first.next(V2, "h2", 88).takenBack(new Failure("h3", "it needs \"x\"", "2.0.0", 9)));
    }

    /** Anybody may write a key: nothing is concluded from what makes no sense. */
    @Test
    public void whatNobodyOfOursWroteIsNotRead() {
        for (String text : List.of("", "abc", "[]", "{}", "{\"phase\":\"trial\"}", "{\"phase\":\"other\"}",
                "{\"phase\":\"kept\",\"current\":{\"attempt\":1,\"version\":\"1\",\"sha256\":\"zz\",\"parts\":1}}")) {
            assertEquals(text, Optional.empty(), ReleaseJson.read("p", text, 1));
        }
    }

    @Test
    public void aTrialIsOfSomething() {
        assertThrows(IllegalArgumentException.class, () -> new Release("p", Release.Phase.TRIAL, Optional.empty(),
                Optional.empty(), Optional.empty(), "h1", 0, 0));
    }

    @Test
    public void whatAHostNotesItReadsAgain() {
        TreeMap<String, Artifact> running = new TreeMap<>();
        running.put("p", V1);
        TreeMap<String, SortedMap<String, String>> config = new TreeMap<>();
        config.put("t", new TreeMap<>(Map.of("min", "3")));
        Known known = new Known(running, config);
        assertEquals(known, Known.read(known.text()));
        assertEquals(Known.NOTHING, Known.read("torn"));
        assertEquals(Optional.of(V1), known.wanted().releases().get("p").current());
    }

    @Test
    public void aReportIsReadAndWhatIsNoneSaysNothing() {
        HostReport report = new HostReport(List.of(new HostReport.Entry("p", "1.0.0", "a".repeat(64), 5, true, ""),
                new HostReport.Entry("q", "2.0.0", "b".repeat(64), 9, false, "it needs x")), List.of("bad"));
        assertEquals(report, HostReport.read(report.text()));
        assertEquals(HostReport.NOTHING, HostReport.read("torn"));
    }
}
