// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import io.mgmt.rollout.Here.Installed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A framework that does what a test says. */
final class FakeBundles implements Bundles {

    private final List<Installed> installed = new ArrayList<>();
    final SortedMap<String, Other> others = new TreeMap<>();
    /** SHA-256 of what does not start, with the reason. */
    final Map<String, String> bad = new HashMap<>();
    /** SHA-256 of what cannot be taken away, with the reason. */
    final Map<String, String> stuck = new HashMap<>();
    /** What a start does besides. */
    Runnable whenStarted = () -> { };

    @Override
    public List<Installed> ours() {
        installed.sort(Comparator.comparing(Installed::name).thenComparing(Installed::sha256));
        return List.copyOf(installed);
    }

    @Override
    public SortedMap<String, Other> others() {
        return others;
    }

    @Override
    public void install(String name, String sha256, Path jar) throws IOException {
        if (!Sha256.of(Files.readAllBytes(jar)).equals(sha256)) {
            throw new AssertionError(jar + " is not what it should be");
        }
        installed.add(new Installed(name, sha256, false));
    }

    @Override
    public void start(String name, String sha256) throws FailedException {
        whenStarted.run();
        if (bad.containsKey(sha256)) {
            throw new FailedException(bad.get(sha256));
        }
        installed.remove(new Installed(name, sha256, false));
        installed.add(new Installed(name, sha256, true));
    }

    @Override
    public void uninstall(String name, String sha256) throws FailedException {
        if (stuck.containsKey(sha256)) {
            throw new FailedException(stuck.get(sha256));
        }
        installed.removeIf(one -> one.name().equals(name) && one.sha256().equals(sha256));
    }
}
