// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Test;

/** What Tab offers. */
public class CompletionTest {

    private static final List<String> GOGO = List.of("felix:lb", "felix:ls", "gogo:grep", "gogo:each",
            "mgmt:help", "mgmt:members", "mgmt:plan", "mgmt:why");

    private final Completion completion = new Completion(() -> List.of(
            known("help", "Lists the commands.", "[COMMAND]"), known("members", "Shows who is a member.", "[--json]"),
            known("plan", "Shows the steps.", "--size N [--json]"), known("silent", "", ""),
            known("why", "Says why.", "[HOST] [--json]")), () -> GOGO, () -> Set.of("h1"));

    static Commands.Known known(String name, String summary, String usage) {
        return new Commands.Known(name, summary.isEmpty() ? List.of() : List.of(summary), usage, null);
    }

    private void offers(String values, String text) {
        Completion.Found found = completion.of(text);
        assertEquals(text, values, found.candidates().stream().map(Completion.Candidate::value)
                .collect(Collectors.joining(" ")));
        assertTrue("all go on with what is typed", found.candidates().stream()
                .allMatch(one -> one.value().startsWith(text.substring(found.from()))));
    }

    @Test
    public void offersOurCommandsAndTheScopesOfTheOthers() {
        offers("felix: gogo: help members mgmt: plan silent why", "");
        offers("members mgmt:", "m");
        offers("members", "mem");
        offers("grep", "gr");
        offers("mgmt:help mgmt:members mgmt:plan mgmt:silent mgmt:why", "mgmt:");
        offers("felix:lb felix:ls", "felix:l");
        offers("", "bogus");
        assertFalse("more belongs to the word", completion.of("felix").candidates().get(0).isWhole());
        assertEquals("Says why.", completion.of("wh").candidates().get(0).about());
    }

    @Test
    public void beginsAnewWithEachStatement() {
        offers("grep", "members | gr");
        offers("members", "each (mem");
        offers("members", "each $x { mem");
        offers("members", "members; mem");
        offers("members", "x = (members || mem");
        offers("members", "x = mem");
        assertEquals(7, completion.of("each (mgmt:mem").from() + 1);
    }

    @Test
    public void offersFlagsAndWhatTheirPlacesTake() {
        offers("h1 --json", "why ");
        offers("h1 --json", "mgmt:why ");
        offers("--json", "why h1 ");
        offers("--json", "why --");
        offers("--size --json", "plan ");
        offers("1 3 5 7 9", "plan --size ");
        offers("--json", "plan --size 3 ");
        offers("help members plan silent why", "help ");
        offers("", "silent ");
        offers("", "felix:lb ");
    }

    @Test
    public void offersNothingWithinQuotesAndForVariables() {
        offers("", "echo \"mem");
        offers("", "echo $mem");
    }

    @Test
    public void tellsItAsJson() {
        assertEquals(Map.of("from", 10, "candidates", List.of(Map.of("value", "grep", "about", "", "whole", true))),
                completion.of("members | gr").json());
    }
}
