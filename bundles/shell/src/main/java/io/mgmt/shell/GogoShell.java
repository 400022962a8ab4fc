// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** A Gogo session on a stream: a prompt, a line, its result. */
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
        ServiceReference<CommandProcessor> reference = context.getServiceReference(CommandProcessor.class);
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        try (CommandSession session = context.getService(reference).createSession(in, out, out)) {
            out.print(prompt);
            String line;
            while ((line = lines.readLine()) != null && !line.strip().equals("exit")) {
                execute(session, line, out);
                out.print(prompt);
            }
        } finally {
            context.ungetService(reference);
        }
    }

    private static void execute(CommandSession session, String line, PrintStream out) {
        try {
            Object result = line.isBlank() ? null : session.execute(line);
            if (result != null) {
                out.println(session.format(result, Converter.INSPECT));
            }
        } catch (Exception e) {
            // The top of a shell: any command may throw anything, and the person wants to read it.
            out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        out.flush();
    }
}
