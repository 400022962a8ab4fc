// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.agent.Answer;
import java.util.List;
import org.junit.Test;

public class HelpCommandTest {

    private final HelpCommand help = new HelpCommand(() -> List.of(CompletionTest.known("silent", "", ""),
            new Commands.Known("why", List.of("Says why.", "Without a host: for all."), "[HOST] [--json]", null)));

    private Answer answer(String... arguments) {
        return help.answer(List.of(arguments)).orElseThrow();
    }

    @Test
    public void listsEachCommandWithOneSentence() {
        String text = answer().text();
        assertTrue(text, text.startsWith("silent\nwhy     Says why.\n\nHow to use one: help NAME."));
        assertEquals(List.of("silent", "why"), answer().rows().stream().map(row -> row.get("name")).toList());
    }

    @Test
    public void tellsHowOneIsUsed() {
        String usage = "Usage: mgmt:why [HOST] [--json]\nSays why.\nWithout a host: for all.\n";
        assertEquals(usage, answer("why").text());
        assertEquals(usage, answer("mgmt:why").text());
        assertEquals("Usage: mgmt:silent\n", answer("silent").text());
    }

    @Test
    public void namesTheHelpOfGogoForWhatIsNotOurs() {
        assertEquals(1, answer("felix:lb").exitCode());
        assertEquals("mgmt has no command \"felix:lb\" here.\n  \"help\" lists those there are; Gogo's own are told of"
                + " by \"felix:help felix:lb\".", answer("felix:lb").problem());
    }
}
