// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import io.mgmt.etcd.server.EtcdBinaries.Found;
import io.mgmt.etcd.server.EtcdBinaries.Progress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fetches executables into the cache: by cargo, else by apt. */
final class BinaryFetch {

    /** A slow line needs two minutes for the packages; after that a person should look. */
    private static final Duration TIMEOUT = Duration.ofSeconds(300);

    private final Optional<Path> home;
    private final List<Path> path;
    private final BinaryCache cache;
    private final Platform platform;

    BinaryFetch(Optional<Path> home, List<Path> path, BinaryCache cache, Platform platform) {
        this.home = home;
        this.path = List.copyOf(path);
        this.cache = cache;
        this.platform = platform;
    }

    /** Whether there is a program to fetch etcd with. */
    boolean isPossible() throws IOException {
        return apt().isPresent() || onPath("cargo").isPresent()
                && CargoCrate.pinned(CargoCrate.DEFAULT_VERSION, platform).isPresent();
    }

    /**
     * Fetches, unless it is in the cache.
     *
     * @param wanted empty for the best that can be had
     * @param passedOver what was found and is of no use
     */
    Found fetch(Tool tool, String wanted, Progress progress, List<String> passedOver)
            throws IOException, InterruptedException {
        Deadline deadline = Deadline.in(TIMEOUT);
        List<String> reasons = new ArrayList<>(passedOver);
        long began = System.nanoTime();
        FileChannel lock = cache.lock(deadline, progress);
        try {
            // Another process may have fetched it while this one waited for the lock.
            String best = wanted.isEmpty() ? CargoCrate.DEFAULT_VERSION : wanted;
            Optional<EtcdVersion> there = cache.version(tool, best);
            if (there.isPresent()) {
                return cache.found(tool, there.get());
            }
            Attempt attempt = new Attempt(tool, wanted, deadline, progress, reasons);
            Optional<EtcdVersion> fetched = byCargo(attempt);
            if (fetched.isEmpty()) {
                fetched = byApt(attempt);
            }
            if (fetched.isPresent()) {
                Found found = cache.found(tool, fetched.get());
                progress.line("got " + tool.file + " " + found.version() + " in "
                        + (System.nanoTime() - began) / 1_000_000 + " ms: " + found.path());
                return found;
            }
        } finally {
            lock.close();
        }
        throw new EtcdUnavailableException(wanted.isEmpty() ? nothingToBeHad(tool, reasons)
                : tool.file + " " + wanted + " cannot be had on this machine (" + platform + "): "
                + (reasons.isEmpty() ? "there is no cargo or apt-get to fetch it with"
                : String.join("; ", reasons)));
    }

    private record Attempt(Tool tool, String wanted, Deadline deadline, Progress progress,
            List<String> reasons) {

        void failed(EtcdUnavailableException e) {
            progress.line(e.getMessage());
            reasons.add(e.getMessage());
        }
    }

    private Optional<EtcdVersion> byCargo(Attempt attempt)
            throws IOException, InterruptedException {
        String version = attempt.wanted().isEmpty() ? CargoCrate.DEFAULT_VERSION : attempt.wanted();
        Optional<Path> cargo = onPath("cargo");
        if (attempt.tool() != Tool.ETCD || cargo.isEmpty()
                || CargoCrate.pinned(version, platform).isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new CargoCrate(cargo.get(), platform)
                    .fetch(version, cache, attempt.deadline(), attempt.progress()));
        } catch (EtcdUnavailableException e) {
            attempt.failed(e);
            return Optional.empty();
        }
    }

    private Optional<EtcdVersion> byApt(Attempt attempt) throws IOException, InterruptedException {
        Optional<AptPackage> apt = apt();
        String wanted = attempt.wanted();
        // What is pinned for cargo is not the distribution's; asking apt for it would be in vain.
        if (apt.isEmpty() || CargoCrate.pinned(wanted, platform).isPresent()) {
            return Optional.empty();
        }
        try {
            EtcdVersion fetched = apt.get()
                    .fetch(attempt.tool(), cache, attempt.deadline(), attempt.progress());
            if (wanted.isEmpty() || wanted.equals(fetched.text())) {
                return Optional.of(fetched);
            }
            attempt.reasons().add("the distribution has " + attempt.tool().file + " " + fetched);
            return Optional.empty();
        } catch (EtcdUnavailableException e) {
            attempt.failed(e);
            return Optional.empty();
        }
    }

    private Optional<AptPackage> apt() {
        Optional<Path> dpkg = onPath("dpkg");
        if (!platform.isLinux() || dpkg.isEmpty()) {
            return Optional.empty();
        }
        return onPath("apt-get").map(aptGet -> new AptPackage(aptGet, dpkg.get()));
    }

    private Optional<Path> onPath(String program) {
        return path.stream().map(directory -> directory.resolve(program))
                .filter(BinarySearch::isExecutable).findFirst();
    }

    /** The one message that names every way to provide the tool. */
    String nothingToBeHad(Tool tool, List<String> reasons) {
        String tried = reasons.isEmpty() ? "" : " (" + String.join("; ", reasons) + ")";
        String lib = home.map(directory -> " or into " + directory.resolve("lib")).orElse("");
        String ways = tool == Tool.ETCD
                ? "Pass --etcd PATH, or put etcd 3.4 or newer on the PATH" + lib + ", or let it be"
                        + " fetched: install cargo, or on Debian and Ubuntu use apt-get and dpkg."
                : "Put etcdctl on the PATH" + lib
                + "; on Debian and Ubuntu it is fetched by apt-get"
                        + " and dpkg from the package etcd-client.";
        return "no " + tool.file + " was found for " + platform + " and none could be fetched"
                + tried
                + ".\n  " + ways;
    }
}
