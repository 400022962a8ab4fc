// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import io.mgmt.resource.Context;
import io.mgmt.resource.ResourceException;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Optional;

/** What a file is to hold. */
sealed interface Content permits Text, Source {

    /** Larger contents are compared and copied in pieces, and shown by their size alone. */
    int MOST_IN_MEMORY = 1 << 20;

    static Content of(String text) {
        return new Text(text);
    }

    static Content of(Path source) {
        return new Source(source);
    }

    /** In bytes, now. */
    long size() throws ResourceException, IOException;

    /** Whether the file, of the size that was just read, holds the same. */
    boolean isIn(Path file, long fileSize, Context context) throws ResourceException, IOException;

    void writeTo(WritableByteChannel file, Context context) throws ResourceException, IOException;

    /** All of it, for people; empty if it is too large for that. */
    Optional<byte[]> bytes() throws ResourceException, IOException;
}
