// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes answers to a client of the control socket, each as a line of JSON. */
final class Answers {

    private final OutputStream raw;

    Answers(OutputStream raw) {
        this.raw = raw;
    }

    synchronized void send(Map<String, Object> answer) throws IOException {
        raw.write((JSON.std.asString(answer) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** A stream whose text goes out under the name with each line that is complete; the rest when it is closed. */
    PrintStream stream(String name) {
        return new PrintStream(new LineBuffer(text -> send(Map.of(name, text))), true, StandardCharsets.UTF_8);
    }
}
