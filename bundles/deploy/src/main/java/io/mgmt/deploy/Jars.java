// SPDX-License-Identifier: Apache-2.0
package io.mgmt.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the jars of the directory. For each symbolic name one runs: of those in the directory the one with
 * the highest version, else the one that was there without the directory.
 *
 * <p>Which file a bundle is of stands in its location, so that nothing else has to be remembered when this
 * bundle, or a framework with a lasting cache, starts again.
 */
final class Jars {

    private static final Logger LOG = LoggerFactory.getLogger(Jars.class);

    private final String host;
    private final Path directory;
    private final Swap swap;
    private final Complaints complaints;
    /** What was read of each file, as long as it stays the same. */
    private final Map<String, JarHeader> read = new HashMap<>();
    /** What could not be read or does not start, and will not before it is another file. */
    private final Map<String, Stamp> broken = new HashMap<>();

    Jars(String host, Path directory, Swap swap, Complaints complaints) {
        this.host = host;
        this.directory = directory;
        this.swap = swap;
        this.complaints = complaints;
    }

    /**
     * Makes what runs the same as what is there.
     *
     * @return true if something changed, which may be what another bundle waits for
     */
    boolean look(SortedMap<String, Stamp> settled) {
        SortedMap<String, Bundle> running = swap.deployed();
        SortedMap<String, JarHeader> wanted = new TreeMap<>();
        // What runs stays while its file cannot be read: a copy that broke off must not end it.
        Map<String, Bundle> kept = new HashMap<>();
        read.keySet().retainAll(settled.keySet());
        broken.keySet().retainAll(settled.keySet());
        settled.forEach((file, stamp) -> header(file, stamp, running).ifPresentOrElse(
                header -> wanted.merge(header.symbolicName(), header, Jars::better),
                () -> swap.of(file, running).ifPresent(bundle -> kept.put(bundle.getSymbolicName(), bundle))));
        boolean changed = false;
        for (Bundle bundle : List.copyOf(running.values())) {
            String name = bundle.getSymbolicName();
            if (!wanted.containsKey(name) && !kept.containsKey(name)) {
                changed |= withdraw(bundle);
            }
        }
        for (JarHeader jar : wanted.values()) {
            Bundle now = running.get(jar.symbolicName());
            if (now == null || !swap.isOf(now, jar) || now.getState() != Bundle.ACTIVE) {
                changed |= deploy(jar, Optional.ofNullable(now));
            }
        }
        return changed;
    }

    private static JarHeader better(JarHeader one, JarHeader other) {
        return JarHeader.BEST_LAST.compare(one, other) >= 0 ? one : other;
    }

    private Optional<JarHeader> header(String file, Stamp stamp, SortedMap<String, Bundle> running) {
        if (stamp.equals(broken.get(file))) {
            return Optional.empty();
        }
        JarHeader before = read.get(file);
        if (before != null && before.stamp().equals(stamp)) {
            return Optional.of(before);
        }
        read.remove(file);
        try {
            JarHeader header = JarHeader.read(directory.resolve(file), stamp);
            read.put(file, header);
            return Optional.of(header);
        } catch (UnusableException e) {
            broken.put(file, stamp);
            complaints.tell(file, e, swap.of(file, running).map(Swap::words).orElse(""));
            return Optional.empty();
        }
    }

    private boolean deploy(JarHeader jar, Optional<Bundle> former) {
        long start = System.nanoTime();
        Optional<Bundle> waiting = former.filter(bundle -> swap.isOf(bundle, jar));
        try {
            Bundle fresh = waiting.isPresent() ? waiting.get() : install(jar);
            Optional<Bundle> instead;
            try {
                instead = swap.start(fresh, jar);
            } catch (UnusableException e) {
                if (former.isPresent() && waiting.isEmpty() || !e.mayPass()) {
                    // Another one runs on, or is tried in its place.
                    swap.forget(fresh);
                }
                throw e;
            }
            complaints.forget(jar.file());
            LOG.info("{} deployed: file={} bundle=\"{}\"{} tookMs={}", host, jar.file(), jar,
                    instead.map(bundle -> " instead=\"" + Swap.words(bundle) + "\"").orElse(""),
                    (System.nanoTime() - start) / 1_000_000);
            former.filter(bundle -> bundle != fresh).ifPresent(swap::forget);
            return true;
        } catch (UnusableException e) {
            if (!e.mayPass()) {
                broken.put(jar.file(), jar.stamp());
            }
            complaints.tell(jar.file(), e, swap.active(jar.symbolicName()).map(Swap::words).orElse(""));
            return !e.mayPass();
        }
    }

    private Bundle install(JarHeader jar) throws UnusableException {
        swap.check(jar);
        try (InputStream bytes = Files.newInputStream(directory.resolve(jar.file()))) {
            return swap.install(jar, bytes);
        } catch (IOException e) {
            throw new UnusableException("it cannot be read: " + e, "make it readable for the user of the agent");
        } catch (BundleException e) {
            throw new UnusableException("the framework does not take it: " + e.getMessage(), "build it anew");
        }
    }

    private boolean withdraw(Bundle bundle) {
        Optional<Bundle> back = swap.withdraw(bundle);
        LOG.info("{} withdrew: file={} bundle=\"{}\"{}", host, Swap.file(bundle), Swap.words(bundle),
                back.map(old -> " back=\"" + Swap.words(old) + "\"").orElse(""));
        complaints.forget(Swap.file(bundle));
        return true;
    }
}
