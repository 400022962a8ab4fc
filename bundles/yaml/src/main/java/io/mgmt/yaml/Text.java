// SPDX-License-Identifier: Apache-2.0
package io.mgmt.yaml;

import io.mgmt.graph.InvalidGraphException;
import io.mgmt.graph.Position;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.yaml.snakeyaml.reader.StreamReader;

/** Reads a file as text, or says why it is none. */
final class Text {

    /**
     * 10,000 resources take 2 MB; a file this large was made by a mistake, and would not fit into
     * memory.
     */
    static final int MOST_BYTES = 64 * 1024 * 1024;

    private Text() {
    }

    /** The text without a byte order mark; never blank. */
    static String of(Path file, Problems problems) throws IOException, InvalidGraphException {
        byte[] bytes = bytes(file, problems);
        String text = decoded(bytes, problems);
        if (!text.isEmpty() && text.charAt(0) == '\uFEFF') {
            text = text.substring(1);
        }
        refuseControlCharacters(text, problems);
        if (text.isBlank()) {
            problems.add(problems.file(), "the file is empty", "Write at least \"graph: NAME\".");
            problems.throwIfAny();
        }
        return text;
    }

    /** With the line, which snakeyaml does not know. */
    private static void refuseControlCharacters(String text, Problems problems)
            throws InvalidGraphException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c >= ' ' && c < '\u007f' || c == '\n' || c == '\r' || c == '\t';
            if (!plain && !Character.isSurrogate(c) && !StreamReader.isPrintable(c)) {
                problems.add(at(text, i, problems),
                        String.format(Locale.ROOT, "the character U+%04X may not stand in YAML",
                        (int) c), String.format(Locale.ROOT,
                        "Remove it, or write \"\\u%04x\" in double quotes.", (int) c));
                problems.throwIfAny();
            }
        }
    }

    private static byte[] bytes(Path file, Problems problems)
            throws IOException, InvalidGraphException {
        try {
            if (Files.isDirectory(file)) {
                problems.add(problems.file(), "this is a directory", "Name a file in it.");
            } else if (Files.size(file) > MOST_BYTES) {
                tooLarge(String.valueOf(Files.size(file)), problems);
            }
            problems.throwIfAny();
            byte[] bytes = read(file);
            if (bytes.length > MOST_BYTES) {
                // A device such as /dev/zero has no size and no end.
                tooLarge("more than " + MOST_BYTES, problems);
                problems.throwIfAny();
            }
            return bytes;
        } catch (NoSuchFileException e) {
            problems.add(problems.file(), "there is no such file", file.toString().equals("-")
                    ? "To read from standard input, name /dev/stdin."
                    : "Check the path: " + file.toAbsolutePath().normalize() + ".");
        } catch (AccessDeniedException e) {
            problems.add(problems.file(), "this user may not read the file",
                    "Allow it with chmod or chown, or run"
                    + " as another user.");
        }
        problems.throwIfAny();
        throw new IllegalStateException("not reached");
    }

    private static byte[] read(Path file) throws IOException {
        if (Files.isRegularFile(file)) {
            return Files.readAllBytes(file);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MOST_BYTES + 1);
        }
    }

    private static void tooLarge(String size, Problems problems) {
        problems.add(problems.file(), "the file has " + size + " bytes; at most " + MOST_BYTES + " are read",
                "Split the graph over several hosts.");
    }

    private static String decoded(byte[] bytes, Problems problems) throws InvalidGraphException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        // Replacement characters are rare: only a text with one is decoded again, to tell a real
        // one from an error.
        if (text.indexOf('\uFFFD') < 0) {
            return text;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer chars = CharBuffer.allocate(bytes.length);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CoderResult result = decoder.decode(in, chars, true);
        if (result.isError()) {
            String before = chars.flip().toString();
            problems.add(at(before, before.length(), problems),
                    "the byte 0x" + String.format(Locale.ROOT, "%02x", bytes[in.position()])
                    + " is not UTF-8", "Save the file as UTF-8.");
            problems.throwIfAny();
        }
        return text;
    }

    private static Position at(String text, int index, Problems problems) {
        int line = 1;
        int start = 0;
        for (int i = text.indexOf('\n'); i >= 0 && i < index; i = text.indexOf('\n', i + 1)) {
            line++;
            start = i + 1;
        }
        return problems.position(line, text.codePointCount(start, index) + 1);
    }
}
