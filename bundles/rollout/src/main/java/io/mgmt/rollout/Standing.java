// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import io.mgmt.store.KeyValue;
import io.mgmt.store.Snapshot;
import io.mgmt.store.Store;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How the cluster stands: what is wanted, and what hosts say.
 *
 * @param hosts that have a session
 * @param reports of those, and only what they told
 */
record Standing(Wanted wanted, SortedSet<String> hosts, SortedMap<String, HostReport> reports) {

    Standing {
        hosts = Collections.unmodifiableSortedSet(new TreeSet<>(hosts));
        reports = Collections.unmodifiableSortedMap(new TreeMap<>(reports));
    }

    static Standing read(Store store) throws InterruptedException {
        SortedSet<String> hosts = new TreeSet<>();
        for (String key : Calls.await(store.keys(RolloutKeys.HOSTS))) {
            hosts.add(key.substring(RolloutKeys.HOSTS.length()));
        }
        Snapshot keys = Calls.await(store.list(List.of(RolloutKeys.REPORTS, RolloutKeys.RELEASES)));
        SortedMap<String, HostReport> reports = new TreeMap<>();
        for (KeyValue key : keys.entries()) {
            if (key.key().startsWith(RolloutKeys.REPORTS)) {
                reports.put(key.key().substring(RolloutKeys.REPORTS.length()), HostReport.read(key.value()));
            }
        }
        reports.keySet().retainAll(hosts);
        return new Standing(KeyReader.wanted(keys.entries()), hosts, reports);
    }

    Optional<Release> release(String name) {
        return Optional.ofNullable(wanted.releases().get(name));
    }

    /** What a host says of a bundle. */
    Optional<HostReport.Entry> entry(String host, String name) {
        return Optional.ofNullable(reports.get(host)).flatMap(report -> report.entry(name));
    }

    /** Hosts that say this of an attempt. */
    SortedSet<String> that(boolean run, String name, long attempt) {
        SortedSet<String> found = new TreeSet<>();
        for (String host : hosts) {
            if (entry(host, name).filter(entry -> entry.attempt() == attempt && entry.runs() == run).isPresent()) {
                found.add(host);
            }
        }
        return found;
    }

    /** What is to stay in the store: {@link RolloutKeys#parts} of each bundle that is current or may be again. */
    SortedSet<String> needed() {
        SortedSet<String> needed = new TreeSet<>();
        for (Release release : wanted.releases().values()) {
            release.current().ifPresent(one -> needed.add(RolloutKeys.parts(release.name(), one.sha256())));
            release.previous().ifPresent(one -> needed.add(RolloutKeys.parts(release.name(), one.sha256())));
        }
        return needed;
    }
}
