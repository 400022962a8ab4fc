// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import io.mgmt.resource.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Content that stands in the graph; in UTF-8. */
final class Text implements Content {

    private final byte[] bytes;

    Text(String text) {
        bytes = text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public boolean isIn(Path file, long fileSize, Context context) throws IOException {
        return fileSize == bytes.length && Arrays.equals(bytes, Bytes.read(file, bytes.length));
    }

    @Override
    public void writeTo(WritableByteChannel file, Context context) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            file.write(rest);
        }
    }

    @Override
    public Optional<byte[]> bytes() {
        return bytes.length > MOST_IN_MEMORY ? Optional.empty() : Optional.of(bytes);
    }
}
