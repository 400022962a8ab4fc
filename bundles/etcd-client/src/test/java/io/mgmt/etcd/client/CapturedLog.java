// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is logged, which in tests is what goes to standard error, until it is closed. */
final class CapturedLog implements AutoCloseable {

    private final PrintStream before = System.err;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    CapturedLog() {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    List<String> errors() {
        return log.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains(" ERROR ")).toList();
    }

    @Override
    public void close() {
        System.setErr(before);
    }
}
