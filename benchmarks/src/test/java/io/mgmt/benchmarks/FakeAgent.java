// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks like {@code bin/mgmt} from the outside: keeps the files of a graph in state, with a second
 * process that has a session of its own, and ends on SIGINT. In a process of its own.
 *
 * <p>Behind {@code --} it takes a fault to show: {@code wrong-content}, {@code no-sentinel},
 * {@code no-repair}, {@code exit-3}, {@code deaf}.
 */
public final class FakeAgent {

    private static final Pattern RESOURCE =
            Pattern.compile("  - \\{name: (\\S+), path: \"(.*)\", content: \"(.*)\"}");

    private FakeAgent() {
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> words = Arrays.asList(args);
        if (words.contains("version")) {
            System.out.println("fake 1.0");
            return;
        }
        Path prefix = Path.of(words.get(words.indexOf("--prefix") + 1));
        Path data = Files.createDirectories(prefix.resolve("etcd")).resolve("log");
        Files.writeString(data, "");
        Path etcdCommand = prefix.resolve("etcd/etcd");
        Files.deleteIfExists(etcdCommand);
        Files.createSymbolicLink(etcdCommand, Path.of("/usr/bin/tail"));
        Process etcd = new ProcessBuilder("setsid", etcdCommand.toString(), "-f", data.toString())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (!words.contains("deaf")) {
                etcd.destroyForcibly();
            }
            Runtime.getRuntime().halt(words.contains("exit-3") ? 3 : 0);
        }));
        Map<Path, String> files = read(Path.of(words.get(words.indexOf("--file") + 1)), words);
        write(files);
        while (true) {
            Thread.sleep(2);
            if (files.size() < 10 && !words.contains("no-repair")) {
                write(files);
            }
        }
    }

    private static Map<Path, String> read(Path graph, List<String> faults) throws IOException {
        Map<Path, String> files = new LinkedHashMap<>();
        for (String line : Files.readAllLines(graph)) {
            Matcher resource = RESOURCE.matcher(line);
            if (resource.matches()) {
                boolean sentinel = resource.group(1).equals("sentinel");
                boolean wrong = faults.contains("wrong-content") && !sentinel;
                if (!sentinel || !faults.contains("no-sentinel")) {
                    files.put(Path.of(resource.group(2)),
                            wrong ? "wrong" : resource.group(3).replace("\\n", "\n"));
                }
            }
        }
        return files;
    }

    private static void write(Map<Path, String> files) throws IOException {
        for (Map.Entry<Path, String> file : files.entrySet()) {
            if (!Files.exists(file.getKey())
                    || !Files.readString(file.getKey()).equals(file.getValue())) {
                Path other = file.getKey().resolveSibling(file.getKey().getFileName() + ".new");
                Files.writeString(other, file.getValue());
                Files.move(other, file.getKey(), StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }
}
