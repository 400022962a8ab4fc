// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import io.mgmt.graph.Collect;
import io.mgmt.graph.ResourceSpec;
import io.mgmt.store.KeyValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what hosts export, each key once for each of its versions. */
final class Collected {

    private static final Logger LOG = LoggerFactory.getLogger(Collected.class);

    private final String host;
    private Map<String, Read> known = new HashMap<>();

    private record Read(long modRevision, Optional<ResourceSpec> spec) {
    }

    /**
     * What is collected, before its kind has made something of the pattern.
     *
     * @param host who exports it
     */
    record Raw(String host, ResourceSpec spec, String pattern) {
    }

    Collected(String host) {
        this.host = host;
    }

    /** What of these entries is asked for. */
    List<Raw> of(Collection<KeyValue> entries, List<Collect> collects) {
        Map<String, Read> now = new HashMap<>();
        List<Raw> all = new ArrayList<>();
        Map<String, List<Collect>> byKind = new TreeMap<>();
        collects.forEach(collect -> byKind.computeIfAbsent(collect.kind(), k -> new ArrayList<>(1))
                .add(collect));
        for (KeyValue entry : entries) {
            ExportKey key = ExportKey.parse(entry.key()).orElse(null);
            if (key == null || !byKind.containsKey(key.ref().kind())) {
                continue;
            }
            Read read = known.get(entry.key());
            if (read == null || read.modRevision() != entry.modRevision()) {
                read = new Read(entry.modRevision(), read(key, entry));
            }
            now.put(entry.key(), read);
            for (Collect collect : byKind.get(key.ref().kind())) {
                read.spec().ifPresent(spec -> all.add(new Raw(key.host(), spec,
                        collect.pattern())));
            }
        }
        known = now;
        return all;
    }

    private Optional<ResourceSpec> read(ExportKey key, KeyValue entry) {
        try {
            return Optional.of(ResourceJson.parse(key.ref(), entry.key(), entry.value()));
        } catch (IllegalArgumentException e) {
            LOG.warn("{} cannot collect {}: key={} reason={} remedy=\"it is written by {}:"
                    + " update that agent, or delete the key\"", host, key.ref(), entry.key(),
                    LogText.quoted(e.getMessage()), key.host());
            return Optional.empty();
        }
    }
}
