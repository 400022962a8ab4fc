// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Interrupts the thread that made it when the client of a connection goes: a command that still waits
 * for something has nobody left to tell. Reads, and drops, whatever the client sends after its request.
 */
final class HangUp {

    private final SocketChannel channel;
    private final Thread worker = Thread.currentThread();
    private boolean isOver;

    HangUp(SocketChannel channel) {
        this.channel = channel;
        Thread thread = new Thread(this::listen, "mgmt-control-hang-up");
        thread.setDaemon(true);
        thread.start();
    }

    private void listen() {
        ByteBuffer ignored = ByteBuffer.allocate(64);
        try {
            while (channel.read(ignored) >= 0) {
                ignored.clear();
            }
        } catch (IOException e) {
            // Closed on this side, too: then the command has ended, or its client is as good as gone.
        }
        synchronized (this) {
            if (!isOver) {
                worker.interrupt();
            }
        }
    }

    /** The command has ended: from now on nobody is interrupted. */
    synchronized void over() {
        isOver = true;
    }
}
