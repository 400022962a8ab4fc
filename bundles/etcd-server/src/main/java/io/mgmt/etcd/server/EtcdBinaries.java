// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the executables {@code etcd} and {@code etcdctl}, or fetches them.
 *
 * <p>The order: the configured path; {@code lib/} of our own distribution; the {@code PATH}; our
 * cache {@code $XDG_CACHE_HOME/mgmt/etcd/<version>-<platform>/}; else fetched by what the machine
 * has: {@code cargo vendor} (etcd 3.7.2, checked against a SHA-256 that is pinned here), or {@code
 * apt-get download} (the version of the distribution, checked by apt). Nothing is installed and
 * nothing needs root.
 *
 * <p>Needs no OSGi. Safe for use by several threads and processes at once. A call that fetches is
 * bounded to 300 s and is ended by an interrupt.
 */
public final class EtcdBinaries {

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

    private final BinaryCache cache;
    private final BinarySearch search;
    private final BinaryFetch fetch;

    EtcdBinaries(String configured, Optional<Path> home, List<Path> path, Path cacheDirectory,
            Platform platform) {
        this.cache = new BinaryCache(cacheDirectory, platform);
        this.search = new BinarySearch(configured, home, path, cache,
                new VersionProbe(cacheDirectory.resolve("versions")));
        this.fetch = new BinaryFetch(home, path, cache, platform);
    }

    /**
     * With the {@code PATH} and the cache of this process.
     *
     * @param configured path of the etcd to use and of no other ({@code --etcd}); empty to search
     * @param home directory of our distribution, whose {@code lib/} may hold an etcd; empty if
     *     there is none
     */
    public static EtcdBinaries of(String configured, String home) {
        return new EtcdBinaries(configured,
                home.isEmpty() ? Optional.empty() : Optional.of(Path.of(home)),
                searchPath(System.getenv("PATH")), cacheDirectory(), Platform.here());
    }

    static List<Path> searchPath(String variable) {
        List<Path> directories = new ArrayList<>();
        for (String entry : variable == null ? new String[0] : variable.split(File.pathSeparator,
                -1)) {
            // An empty entry would mean the working directory, from which nothing is run by
            // accident.
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
        return search.find(Tool.ETCD, new ArrayList<>());
    }

    /** Like {@link #find}, for etcdctl; beside a configured etcd first. */
    public Optional<Found> findEtcdctl() throws IOException, InterruptedException {
        return search.find(Tool.ETCDCTL, new ArrayList<>());
    }

    /**
     * Searches, else fetches.
     *
     * @throws EtcdUnavailableException if there is none; names every way to provide one
     */
    public Found get(Progress progress) throws IOException, InterruptedException {
        return get(Tool.ETCD, progress);
    }

    /** Like {@link #get}, for etcdctl. */
    public Found getEtcdctl(Progress progress) throws IOException, InterruptedException {
        return get(Tool.ETCDCTL, progress);
    }

    private Found get(Tool tool, Progress progress) throws IOException, InterruptedException {
        List<String> reasons = new ArrayList<>();
        Optional<Found> found = search.find(tool, reasons);
        return found.isPresent() ? found.get() : fetch.fetch(tool, "", progress, reasons);
    }

    /**
     * An etcd of exactly this version, wherever it is; else fetches it. A configured path is not
     * used.
     *
     * @throws EtcdUnavailableException if this machine cannot have it; says why
     */
    public Found version(String version, Progress progress)
            throws IOException, InterruptedException {
        Optional<Found> found = search.version(version);
        return found.isPresent() ? found.get()
                : fetch.fetch(Tool.ETCD, version, progress, List.of());
    }

    /**
     * Fetches into the cache, unless it is there.
     *
     * @param version empty for the best that can be had
     */
    public Found provision(String version, Progress progress)
            throws IOException, InterruptedException {
        return fetch.fetch(Tool.ETCD, version, progress, List.of());
    }

    /**
     * Why there is no etcd, as far as it can be known without fetching; empty if one is there, or
     * there is a program to fetch one with.
     */
    public Optional<String> problem() throws InterruptedException {
        List<String> reasons = new ArrayList<>();
        try {
            if (search.find(Tool.ETCD, reasons).isPresent()) {
                return Optional.empty();
            }
            if (fetch.isPossible()) {
                return cache.problem();
            }
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        }
        return Optional.of(fetch.nothingToBeHad(Tool.ETCD, reasons));
    }

    /** What is in the cache in this version. */
    Optional<Found> cached(String version) {
        return search.cached(version);
    }

    /** True if one path and no other is to be used. */
    boolean isConfigured() {
        return search.isConfigured();
    }
}
