// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mgmt.agent.Command;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a command said, and what it was asked with. */
record Asked(int exit, String out, String err) {

    static Asked of(Command command, String... arguments) throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = command.run(List.of(arguments), new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Asked(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Looks that come one after the other; the last one comes again and again. */
    static Inquiry inquiry(Seen... looks) {
        return inquiry(Set.of(), looks);
    }

    /** @param answering the client URLs that answer without a quorum */
    static Inquiry inquiry(Set<String> answering, Seen... looks) {
        Deque<Seen> left = new ArrayDeque<>(List.of(looks));
        return new Inquiry(() -> left.size() > 1 ? left.poll() : left.peek(), new Silence(answering::contains),
                () -> Picture.NOW_MILLIS + 5_000, () -> List.of("http://h1:2379", "http://h2:2379"));
    }

    Map<String, Object> json() throws IOException {
        return JSON.std.mapFrom(out);
    }

    List<Object> jsonList() throws IOException {
        return JSON.std.listFrom(out);
    }
}
