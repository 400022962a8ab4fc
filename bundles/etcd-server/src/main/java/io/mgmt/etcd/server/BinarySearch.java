// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import io.mgmt.etcd.server.EtcdBinaries.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Looks for executables that are there, in the order that {@link EtcdBinaries} promises. */
final class BinarySearch {

    private static final String REMEDY =
            ".\n  Pass the path of an etcd executable, or leave --etcd out to have one found.";

    private record Candidate(Path file, String source) {
    }

    private final String configured;
    private final Optional<Path> home;
    private final List<Path> path;
    private final BinaryCache cache;
    private final VersionProbe probe;

    BinarySearch(String configured, Optional<Path> home, List<Path> path, BinaryCache cache,
            VersionProbe probe) {
        this.configured = Objects.requireNonNull(configured, "configured");
        this.home = home;
        this.path = List.copyOf(path);
        this.cache = cache;
        this.probe = probe;
    }

    boolean isConfigured() {
        return !configured.isEmpty();
    }

    /** @param reasons is told why a file was passed over */
    Optional<Found> find(Tool tool, List<String> reasons) throws IOException, InterruptedException {
        if (tool == Tool.ETCD && isConfigured()) {
            return Optional.of(configured());
        }
        for (Candidate candidate : candidates(tool)) {
            Optional<Found> found = usable(tool, candidate, reasons);
            if (found.isPresent()) {
                return found;
            }
        }
        return cache.best(tool).map(version -> cache.found(tool, version));
    }

    Optional<Found> version(String version) throws IOException, InterruptedException {
        Optional<Found> cached = cached(version);
        if (cached.isPresent()) {
            return cached;
        }
        for (Candidate candidate : candidates(Tool.ETCD)) {
            Optional<Found> found = usable(Tool.ETCD, candidate, new ArrayList<>())
                    .filter(one -> one.version().equals(version));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    Optional<Found> cached(String version) {
        return cache.version(Tool.ETCD, version).map(there -> cache.found(Tool.ETCD, there));
    }

    private Found configured() throws IOException, InterruptedException {
        Path file = Path.of(configured).toAbsolutePath().normalize();
        String problem = !Files.exists(file) ? "there is no such file"
                : Files.isDirectory(file) ? "it is a directory"
                : !Files.isExecutable(file) ? "it may not be executed" : "";
        if (!problem.isEmpty()) {
            throw new EtcdUnavailableException("--etcd " + configured + ": " + problem + REMEDY);
        }
        try {
            return new Found(file, probe.version(Tool.ETCD, file).text(), "--etcd");
        } catch (EtcdUnavailableException e) {
            throw new EtcdUnavailableException("--etcd " + configured + ": " + e.getMessage()
                    + REMEDY);
        }
    }

    private List<Candidate> candidates(Tool tool) {
        List<Candidate> candidates = new ArrayList<>();
        if (tool == Tool.ETCDCTL && isConfigured()) {
            Path beside = Path.of(configured).toAbsolutePath().resolveSibling(tool.file);
            candidates.add(new Candidate(beside, "--etcd"));
        }
        home.ifPresent(directory ->
                candidates.add(new Candidate(directory.resolve("lib").resolve(tool.file), "lib/")));
        for (Path directory : path) {
            candidates.add(new Candidate(directory.resolve(tool.file), "PATH"));
        }
        return candidates;
    }

    /** A file that does not work is passed over: the next place may hold one that does. */
    private Optional<Found> usable(Tool tool, Candidate candidate, List<String> reasons)
            throws IOException, InterruptedException {
        Path file = candidate.file();
        if (!isExecutable(file)) {
            return Optional.empty();
        }
        try {
            String version = probe.version(tool, file).text();
            return Optional.of(new Found(file, version, candidate.source()));
        } catch (EtcdUnavailableException e) {
            reasons.add(e.getMessage());
            return Optional.empty();
        }
    }

    static boolean isExecutable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
