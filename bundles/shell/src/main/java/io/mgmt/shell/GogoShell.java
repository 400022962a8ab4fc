// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.osgi.framework.BundleContext;

/** A Gogo session on a raw stream, for who has nothing but a socket: a prompt, a line, its result. */
final class GogoShell {

    private static final String PROMPT = "mgmt> ";

    private final BundleContext context;

    GogoShell(BundleContext context) {
        this.context = context;
    }

    /**
     * Reads lines until the stream ends or somebody types {@code exit}.
     *
     * @param prompts whether a person types them
     */
    void run(InputStream in, OutputStream raw, boolean prompts) throws IOException {
        String prompt = prompts ? PROMPT : "";
        PrintStream out = new PrintStream(raw, true, StandardCharsets.UTF_8);
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        try (GogoSession session = GogoSession.open(context, in, out, out)) {
            String before = "";
            String line;
            out.print(prompt);
            while ((line = lines.readLine()) != null) {
                GogoSession.Outcome outcome = session.execute(before + line);
                if (outcome instanceof GogoSession.Outcome.Over) {
                    return;
                }
                before = outcome instanceof GogoSession.Outcome.Unfinished ? before + line + "\n" : "";
                out.print(prompt);
            }
        }
    }
}
