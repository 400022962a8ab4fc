// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds the executables {@code etcd} and {@code etcdctl}, or fetches them.
 *
 * <p>The order: the configured path; {@code lib/} of our own distribution; the {@code PATH}; our cache
 * {@code $XDG_CACHE_HOME/mgmt/etcd/<version>-<platform>/}; else fetched by what the machine has: {@code
 * cargo vendor} (etcd 3.7.2, checked against a SHA-256 that is pinned here), or {@code apt-get download}
 * (the version of the distribution, checked by apt). Nothing is installed and nothing needs root.
 *
 * <p>Needs no OSGi. Safe for use by several threads and processes at once. A call that fetches is
 * bounded to 300 s and is ended by an interrupt.
 */
public final class EtcdBinaries {

    private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(300);

    /**
     * An executable.
     *
     * @param path absolute
     * @param version such as {@code 3.7.2}
     * @param source where it was found, for people
     */
    public record Found(Path path, String version, String source) {
    }

    /** Is told what goes on while it fetches, line by line. */
    @FunctionalInterface
    public interface Progress {
        /** One line, without a line end. */
        void line(String text);
    }

    private final String configured;
    private final Optional<Path> home;
    private final List<Path> path;
    private final Platform platform;
    private final BinaryCache cache;
    private final VersionProbe probe;

    EtcdBinaries(String configured, Optional<Path> home, List<Path> path, Path cacheDirectory, Platform platform) {
        this.configured = Objects.requireNonNull(configured, "configured");
        this.home = home;
        this.path = List.copyOf(path);
        this.platform = platform;
        this.cache = new BinaryCache(cacheDirectory, platform);
        this.probe = new VersionProbe(cacheDirectory.resolve("versions"));
    }

    /**
     * With the {@code PATH} and the cache of this process.
     *
     * @param configured path of the etcd to use and of no other ({@code --etcd}); empty to search
     * @param home directory of our distribution, whose {@code lib/} may hold an etcd; empty if there is none
     */
    public static EtcdBinaries of(String configured, String home) {
        return new EtcdBinaries(configured, home.isEmpty() ? Optional.empty() : Optional.of(Path.of(home)),
                searchPath(System.getenv("PATH")), cacheDirectory(), Platform.here());
    }

    static List<Path> searchPath(String variable) {
        List<Path> directories = new ArrayList<>();
        for (String entry : variable == null ? new String[0] : variable.split(File.pathSeparator, -1)) {
            // An empty entry would mean the working directory, from which nothing is run by accident.
            if (!entry.isEmpty()) {
                directories.add(Path.of(entry).toAbsolutePath());
            }
        }
        return directories;
    }

    private static Path cacheDirectory() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path base = xdg != null && xdg.startsWith("/")
                ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("mgmt/etcd").toAbsolutePath();
    }

    /**
     * Searches, and fetches nothing.
     *
     * @throws EtcdUnavailableException if a configured path is no etcd that can be run
     */
    public Optional<Found> find() throws IOException, InterruptedException {
        return find(Tool.ETCD, new ArrayList<>());
    }

    /** Like {@link #find}, for etcdctl; beside a configured etcd first. */
    public Optional<Found> findEtcdctl() throws IOException, InterruptedException {
        return find(Tool.ETCDCTL, new ArrayList<>());
    }

    /** Searches, else fetches. */
    public Found get(Progress progress) throws IOException, InterruptedException {
        return get(Tool.ETCD, progress);
    }

    /** Like {@link #get}, for etcdctl. */
    public Found getEtcdctl(Progress progress) throws IOException, InterruptedException {
        return get(Tool.ETCDCTL, progress);
    }

    /**
     * An etcd of exactly this version, wherever it is; else fetches it. The configured path is not used.
     *
     * @throws EtcdUnavailableException if this machine cannot have it; says why
     */
    public Found version(String version, Progress progress) throws IOException, InterruptedException {
        Optional<Found> cached = cached(version);
        if (cached.isPresent()) {
            return cached.get();
        }
        for (Candidate candidate : candidates(Tool.ETCD)) {
            Optional<Found> found = usable(Tool.ETCD, candidate, new ArrayList<>())
                    .filter(one -> one.version().equals(version));
            if (found.isPresent()) {
                return found.get();
            }
        }
        return fetch(Tool.ETCD, version, progress, List.of());
    }

    /**
     * Fetches into the cache, unless it is there.
     *
     * @param version empty for the best that can be had
     */
    public Found provision(String version, Progress progress) throws IOException, InterruptedException {
        return fetch(Tool.ETCD, version, progress, List.of());
    }

    /** What is in the cache in this version. */
    Optional<Found> cached(String version) {
        return cache.version(Tool.ETCD, version).map(there -> inCache(Tool.ETCD, there));
    }

    /** True if one path and no other is to be used. */
    boolean isConfigured() {
        return !configured.isEmpty();
    }

    /**
     * Why there is no etcd, as far as it can be known without fetching; empty if one is there, or there
     * is a program to fetch one with.
     */
    public Optional<String> problem() throws InterruptedException {
        List<String> reasons = new ArrayList<>();
        try {
            if (find(Tool.ETCD, reasons).isPresent() || canFetch()) {
                return Optional.empty();
            }
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        }
        return Optional.of(nothingToBeHad(Tool.ETCD, reasons).getMessage());
    }

    private boolean canFetch() throws IOException {
        return cargo().isPresent() && CargoCrate.pinned(CargoCrate.DEFAULT_VERSION, platform).isPresent()
                || apt().isPresent();
    }

    private Found get(Tool tool, Progress progress) throws IOException, InterruptedException {
        List<String> reasons = new ArrayList<>();
        Optional<Found> found = find(tool, reasons);
        return found.isPresent() ? found.get() : fetch(tool, "", progress, reasons);
    }

    private Optional<Found> find(Tool tool, List<String> reasons) throws IOException, InterruptedException {
        if (tool == Tool.ETCD && isConfigured()) {
            return Optional.of(configured());
        }
        for (Candidate candidate : candidates(tool)) {
            Optional<Found> found = usable(tool, candidate, reasons);
            if (found.isPresent()) {
                return found;
            }
        }
        Optional<EtcdVersion> wanted = cache.version(tool, CargoCrate.DEFAULT_VERSION);
        return wanted.or(() -> newest(tool)).map(version -> inCache(tool, version));
    }

    private Found configured() throws IOException, InterruptedException {
        Path file = Path.of(configured).toAbsolutePath().normalize();
        String problem = !Files.exists(file) ? "there is no such file"
                : Files.isDirectory(file) ? "it is a directory"
                : !Files.isExecutable(file) ? "it may not be executed" : "";
        if (!problem.isEmpty()) {
            throw new EtcdUnavailableException("--etcd " + configured + ": " + problem
                    + ".\n  Pass the path of an etcd executable, or leave --etcd out to have one found.");
        }
        try {
            return new Found(file, probe.version(Tool.ETCD, file).text(), "--etcd");
        } catch (EtcdUnavailableException e) {
            throw new EtcdUnavailableException("--etcd " + configured + ": " + e.getMessage()
                    + ".\n  Pass the path of an etcd executable, or leave --etcd out to have one found.");
        }
    }

    private record Candidate(Path file, String source) {
    }

    private List<Candidate> candidates(Tool tool) {
        List<Candidate> candidates = new ArrayList<>();
        if (tool == Tool.ETCDCTL && isConfigured()) {
            candidates.add(new Candidate(Path.of(configured).toAbsolutePath().resolveSibling(tool.file), "--etcd"));
        }
        home.ifPresent(directory -> candidates.add(new Candidate(directory.resolve("lib").resolve(tool.file), "lib/")));
        for (Path directory : path) {
            candidates.add(new Candidate(directory.resolve(tool.file), "PATH"));
        }
        return candidates;
    }

    /** A file that does not work is passed over: the next place may hold one that does. */
    private Optional<Found> usable(Tool tool, Candidate candidate, List<String> reasons)
            throws IOException, InterruptedException {
        if (!isExecutable(candidate.file())) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Found(candidate.file(), probe.version(tool, candidate.file()).text(),
                    candidate.source()));
        } catch (EtcdUnavailableException e) {
            reasons.add(e.getMessage());
            return Optional.empty();
        }
    }

    private static boolean isExecutable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    private Optional<EtcdVersion> newest(Tool tool) {
        try {
            return cache.versions(tool).stream().findFirst();
        } catch (IOException e) {
            // A cache that cannot be read holds nothing for us; fetching will say what is wrong with it.
            return Optional.empty();
        }
    }

    private Found inCache(Tool tool, EtcdVersion version) {
        return new Found(cache.place(tool, version), version.text(), "cache");
    }

    private Found fetch(Tool tool, String version, Progress progress, List<String> passedOver)
            throws IOException, InterruptedException {
        Deadline deadline = Deadline.in(FETCH_TIMEOUT);
        List<String> reasons = new ArrayList<>(passedOver);
        long began = System.nanoTime();
        FileChannel lock = cache.lock(deadline, progress);
        try {
            // Another process may have fetched it while this one waited for the lock.
            Optional<EtcdVersion> there = cache.version(tool, version.isEmpty() ? CargoCrate.DEFAULT_VERSION : version);
            if (there.isPresent()) {
                return inCache(tool, there.get());
            }
            Optional<EtcdVersion> fetched = byCargo(tool, version, deadline, progress, reasons);
            if (fetched.isEmpty()) {
                fetched = byApt(tool, version, deadline, progress, reasons);
            }
            if (fetched.isPresent()) {
                Found found = inCache(tool, fetched.get());
                progress.line("got " + tool.file + " " + found.version() + " in "
                        + (System.nanoTime() - began) / 1_000_000 + " ms: " + found.path());
                return found;
            }
        } finally {
            lock.close();
        }
        if (!version.isEmpty()) {
            throw new EtcdUnavailableException("etcd " + version + " cannot be had on this machine (" + platform
                    + "): " + (reasons.isEmpty() ? "there is no cargo or apt-get to fetch it with"
                    : String.join("; ", reasons)));
        }
        throw nothingToBeHad(tool, reasons);
    }

    private Optional<EtcdVersion> byCargo(Tool tool, String version, Deadline deadline, Progress progress,
            List<String> reasons) throws IOException, InterruptedException {
        String wanted = version.isEmpty() ? CargoCrate.DEFAULT_VERSION : version;
        Optional<Path> cargo = cargo();
        if (tool != Tool.ETCD || cargo.isEmpty() || CargoCrate.pinned(wanted, platform).isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new CargoCrate(cargo.get(), platform).fetch(wanted, cache, deadline, progress));
        } catch (EtcdUnavailableException e) {
            progress.line(e.getMessage());
            reasons.add(e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<EtcdVersion> byApt(Tool tool, String version, Deadline deadline, Progress progress,
            List<String> reasons) throws IOException, InterruptedException {
        Optional<AptPackage> apt = apt();
        // A version that is pinned for cargo is not the distribution's; asking apt for it would be in vain.
        if (apt.isEmpty() || !version.isEmpty() && CargoCrate.pinned(version, platform).isPresent()) {
            return Optional.empty();
        }
        try {
            EtcdVersion fetched = apt.get().fetch(tool, cache, deadline, progress);
            if (version.isEmpty() || version.equals(fetched.text())) {
                return Optional.of(fetched);
            }
            reasons.add("the distribution has " + tool.file + " " + fetched);
            return Optional.empty();
        } catch (EtcdUnavailableException e) {
            progress.line(e.getMessage());
            reasons.add(e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Path> cargo() {
        return onPath("cargo");
    }

    private Optional<AptPackage> apt() {
        Optional<Path> dpkg = onPath("dpkg");
        return platform.isLinux() && dpkg.isPresent()
                ? onPath("apt-get").map(aptGet -> new AptPackage(aptGet, dpkg.get())) : Optional.empty();
    }

    private Optional<Path> onPath(String program) {
        return path.stream().map(directory -> directory.resolve(program)).filter(EtcdBinaries::isExecutable).findFirst();
    }

    private EtcdUnavailableException nothingToBeHad(Tool tool, List<String> reasons) {
        String tried = reasons.isEmpty() ? "" : " (" + String.join("; ", reasons) + ")";
        String ways = tool == Tool.ETCD
                ? "Pass --etcd PATH, or put etcd 3.4 or newer on the PATH"
                        + home.map(directory -> " or into " + directory.resolve("lib")).orElse("")
                        + ", or let it be fetched: install cargo, or on Debian and Ubuntu use apt-get and dpkg."
                : "Put etcdctl on the PATH" + home.map(directory -> " or into " + directory.resolve("lib")).orElse("")
                        + "; on Debian and Ubuntu it is fetched by apt-get and dpkg from the package etcd-client.";
        return new EtcdUnavailableException("no " + tool.file + " was found for " + platform
                + " and none could be fetched" + tried + ".\n  " + ways);
    }
}
