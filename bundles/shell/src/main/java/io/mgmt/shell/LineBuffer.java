// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Hands on text when a line, 8 KiB or the stream is complete. */
final class LineBuffer extends OutputStream {

    private static final int MOST = 8 * 1024;

    /** Takes text. */
    interface Sink {
        void accept(String text) throws IOException;
    }

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Sink sink;

    LineBuffer(Sink sink) {
        this.sink = sink;
    }

    @Override
    public synchronized void write(int b) throws IOException {
        bytes.write(b);
        if (b == '\n' && bytes.size() > MOST) {
            send();
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        // A piece that ends within a line could end within a character.
        if (bytes.size() > 0 && bytes.toByteArray()[bytes.size() - 1] == '\n') {
            send();
        }
    }

    /** Hands on what stands in a line that has not ended. */
    synchronized void rest() throws IOException {
        if (bytes.size() > 0) {
            send();
        }
    }

    @Override
    public void close() throws IOException {
        rest();
    }

    private void send() throws IOException {
        sink.accept(bytes.toString(StandardCharsets.UTF_8));
        bytes.reset();
    }
}
