// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import io.mgmt.resource.Context;
import io.mgmt.resource.ResourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;

/** Reading of managed files, never through a link that was put in their place. */
final class Bytes {

    private static final Set<OpenOption> READ =
            Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private Bytes() {
    }

    static SeekableByteChannel open(Path file) throws IOException {
        return Files.newByteChannel(file, READ);
    }

    /**
     * The beginning of the file.
     *
     * @return of that length; shorter or one longer if the file is
     */
    static byte[] read(Path file, int length) throws IOException {
        // One more than wanted, so that a file that grew is not taken for equal.
        ByteBuffer buffer = ByteBuffer.allocate(length + 1);
        try (SeekableByteChannel channel = open(file)) {
            fill(channel, buffer);
        }
        return Arrays.copyOf(buffer.array(), buffer.limit());
    }

    /** Reads until the buffer is full or the file ends, and flips it. */
    static void fill(SeekableByteChannel channel, ByteBuffer buffer) throws IOException {
        buffer.clear();
        int read = 0;
        while (buffer.hasRemaining() && read >= 0) {
            read = channel.read(buffer);
        }
        buffer.flip();
    }

    static void proceedUnlessCancelled(Context context) throws ResourceException {
        if (context.isCancelled()) {
            throw new ResourceException("Cancelled, because the agent ends");
        }
    }
}
