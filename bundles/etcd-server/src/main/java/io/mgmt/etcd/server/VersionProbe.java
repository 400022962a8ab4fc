// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks an executable for its version. The answer is kept by path, time and size of the file,
 * because the question costs 50 ms at each start of the agent.
 */
final class VersionProbe {

    private static final Logger LOG = LoggerFactory.getLogger(VersionProbe.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** One line for each binary ever asked; the oldest goes. */
    private static final int REMEMBERED = 50;

    private final Path memory;

    /** @param memory a file of lines {@code version time size path} */
    VersionProbe(Path memory) {
        this.memory = memory;
    }

    /**
     * @throws EtcdUnavailableException if the file is not that tool, cannot be run here or is too
     *     old
     */
    EtcdVersion version(Tool tool, Path binary) throws IOException, InterruptedException {
        String identity = identity(tool, binary);
        List<String> lines = remembered();
        for (String line : lines) {
            int space = line.indexOf(' ');
            if (space > 0 && line.substring(space + 1).equals(identity)) {
                var known = EtcdVersion.parse(line.substring(0, space));
                if (known.isPresent()) {
                    return known.get();
                }
            }
        }
        EtcdVersion version = ask(tool, binary);
        remember(lines, version + " " + identity);
        return version;
    }

    private static String identity(Tool tool, Path binary) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(binary, BasicFileAttributes.class);
        return tool.file + " " + attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS) + " "
                + attributes.size() + " " + binary;
    }

    /** Runs it, whatever is remembered. */
    static EtcdVersion ask(Tool tool, Path binary) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(binary.toString()));
        command.addAll(tool.versionArguments);
        HelperProcess.Outcome outcome;
        try {
            outcome = HelperProcess.run(command, Path.of("/"), TIMEOUT);
        } catch (IOException e) {
            throw new EtcdUnavailableException(binary + " cannot be run here: " + e.getMessage());
        }
        EtcdVersion version = outcome.output().lines()
                .filter(line -> line.startsWith(tool.versionPrefix))
                .flatMap(line -> EtcdVersion.parse(line.substring(
                tool.versionPrefix.length()).strip()).stream())
                .findFirst()
                .orElseThrow(() -> new EtcdUnavailableException(binary + " is no " + tool.file
                + ": asked for its"
                        + " version, it said \"" + outcome.lastLine() + "\""));
        if (version.compareTo(EtcdVersion.OLDEST) < 0) {
            throw new EtcdUnavailableException(binary + " is " + tool.file + " " + version
                    + "; 3.4 or newer is needed");
        }
        return version;
    }

    private List<String> remembered() {
        try {
            return TextFile.tail(memory, 64 * 1024).lines().toList();
        } catch (IOException e) {
            LOG.debug("cannot read {}; asking again", memory, e);
            return List.of();
        }
    }

    private void remember(List<String> lines, String line) {
        List<String> kept = new ArrayList<>(lines);
        kept.add(line);
        List<String> newest = kept.subList(Math.max(0, kept.size() - REMEMBERED), kept.size());
        try {
            Files.createDirectories(memory.getParent());
            TextFile.replace(memory, String.join("\n", newest) + "\n");
        } catch (IOException e) {
            // A home that cannot be written costs 50 ms at each start, and nothing else.
            LOG.debug("cannot write {}", memory, e);
        }
    }
}
