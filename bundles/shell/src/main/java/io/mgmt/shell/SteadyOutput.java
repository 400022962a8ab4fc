// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Writes on a thread of its own: a channel is closed for good when a thread that writes to it is
 * interrupted, and Ctrl-C interrupts a command, but must not end the shell.
 */
final class SteadyOutput extends OutputStream {

    /** Pieces, of a line or so, that may wait for a slow client; whoever prints more waits, too. */
    private static final int MOST_WAITING = 256;
    private static final long LOOK_MILLIS = 200;

    private final OutputStream raw;
    private final BlockingQueue<byte[]> pieces = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread writer = new Thread(this::write, "mgmt-shell-output");

    SteadyOutput(OutputStream raw) {
        this.raw = raw;
        writer.setDaemon(true);
        writer.start();
    }

    private void write() {
        try {
            while (true) {
                raw.write(pieces.take());
            }
        } catch (IOException | InterruptedException e) {
            // The client has gone, or the shell was closed; whoever prints will notice.
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        byte[] piece = Arrays.copyOfRange(bytes, from, from + length);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (!writer.isAlive()) {
                        throw new IOException("the client has gone");
                    }
                    if (pieces.offer(piece, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What still waits is dropped. */
    @Override
    public void close() {
        writer.interrupt();
    }
}
