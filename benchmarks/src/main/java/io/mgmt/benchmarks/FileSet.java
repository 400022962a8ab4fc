// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Files that a tool is to make, and the sentinel that comes after all others.
 *
 * @param directory of the files; that of the sentinel is beside it, so that watching it costs
 *     nobody anything
 * @param count of the files, without the sentinel
 * @param round written into the sentinel, so that a second run has exactly one change
 */
record FileSet(Path directory, int count, Shape shape, int round) {

    /** How the files depend on each other; in all of them the sentinel depends on the last ones. */
    enum Shape {
        /** Not at all. */
        FLAT,
        /** Not at all, and each has a directory of its own. */
        SPREAD,
        /** Each on the one before. */
        CHAIN,
        /** Layers of √count files, each depending on three of the layer before. */
        DAG
    }

    private static final int FAN_IN = 3;

    static FileSet flat(Path directory, int count, int round) {
        return new FileSet(directory, count, Shape.FLAT, round);
    }

    FileSet withRound(int other) {
        return new FileSet(directory, count, shape, other);
    }

    String name(int file) {
        return String.format(Locale.ROOT, "f%05d", file);
    }

    Path path(int file) {
        return shape == Shape.SPREAD ? directory.resolve("d" + name(file)).resolve(name(file))
                : directory.resolve(name(file));
    }

    String content(int file) {
        return "content of " + name(file) + "\n";
    }

    Path sentinel() {
        return directory.resolveSibling(directory.getFileName() + "-sentinel").resolve("sentinel");
    }

    /** Of the same length for all rounds. */
    String sentinelContent() {
        return String.format(Locale.ROOT, "round %06d\n", round);
    }

    /** The files that come before this one; those before the sentinel for {@code count}. */
    List<Integer> before(int file) {
        List<Integer> before = new ArrayList<>();
        switch (shape) {
            case CHAIN -> {
                if (file > 0) {
                    before.add(file - 1);
                }
            }
            case DAG -> layersBefore(file, before);
            default -> {
                for (int i = 0; file == count && i < count; i++) {
                    before.add(i);
                }
            }
        }
        return before;
    }

    private void layersBefore(int file, List<Integer> before) {
        int width = Math.max(1, (int) Math.sqrt(count));
        if (file == count) {
            for (int i = Math.max(0, count - width); i < count; i++) {
                before.add(i);
            }
        } else if (file >= width) {
            int layer = file / width - 1;
            for (int i = 0; i < Math.min(FAN_IN, width); i++) {
                before.add(layer * width + (file + i) % width);
            }
        }
    }

    /** Empty directories, and nothing else. */
    void clear() throws IOException {
        delete(directory);
        delete(sentinel().getParent());
        Files.createDirectories(sentinel().getParent());
        Files.createDirectories(directory);
        for (int i = 0; shape == Shape.SPREAD && i < count; i++) {
            Files.createDirectory(path(i).getParent());
        }
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(tree)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** @throws MeasureException if any file is missing or wrong: then the figure says nothing */
    void verify() throws IOException, MeasureException {
        int wrong = 0;
        for (int i = 0; i < count; i++) {
            try {
                wrong += Files.readString(path(i)).equals(content(i)) ? 0 : 1;
            } catch (NoSuchFileException e) {
                wrong++;
            }
        }
        if (wrong > 0) {
            throw new MeasureException(wrong + " of " + count + " files in " + directory
                    + " are wrong");
        }
    }
}
