// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import io.mgmt.resource.Context;
import io.mgmt.resource.ResourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Content that is copied from another file of this host. A link there is followed. */
final class Source implements Content {

    private static final int PIECE = 1 << 16;

    private final Path path;

    Source(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    @Override
    public long size() throws ResourceException, IOException {
        FileStat stat;
        try {
            stat = FileStat.followed(path);
        } catch (NoSuchFileException e) {
            throw new ResourceException("The source " + path
                    + " does not exist. Make it, or correct source.", e);
        }
        if (!stat.is(FileStat.Type.FILE)) {
            throw new ResourceException("The source " + path + " is " + stat.type()
                    + ", not a file." + (stat.is(FileStat.Type.DIRECTORY)
                    ? " End path with / to copy a directory." : ""));
        }
        return stat.size();
    }

    @Override
    public boolean isIn(Path file, long fileSize, Context context)
            throws ResourceException, IOException {
        if (size() != fileSize) {
            return false;
        }
        ByteBuffer ours = ByteBuffer.allocate(piece(fileSize));
        ByteBuffer theirs = ByteBuffer.allocate(piece(fileSize));
        try (SeekableByteChannel wanted = Files.newByteChannel(path);
                SeekableByteChannel present = Bytes.open(file)) {
            while (true) {
                Bytes.proceedUnlessCancelled(context);
                Bytes.fill(wanted, ours);
                Bytes.fill(present, theirs);
                if (!ours.equals(theirs)) {
                    return false;
                }
                if (!ours.hasRemaining()) {
                    return true;
                }
            }
        }
    }

    @Override
    public void writeTo(WritableByteChannel file, Context context)
            throws ResourceException, IOException {
        ByteBuffer piece = ByteBuffer.allocate(piece(size()));
        try (SeekableByteChannel wanted = Files.newByteChannel(path)) {
            do {
                Bytes.proceedUnlessCancelled(context);
                Bytes.fill(wanted, piece);
                while (piece.hasRemaining()) {
                    file.write(piece);
                }
            } while (piece.limit() > 0);
        }
    }

    @Override
    public Optional<byte[]> bytes() throws ResourceException, IOException {
        long size = size();
        return size > MOST_IN_MEMORY ? Optional.empty() : Optional.of(Files.readAllBytes(path));
    }

    private static int piece(long size) {
        return (int) Math.min(PIECE, size + 1);
    }
}
