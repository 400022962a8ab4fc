// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import io.mgmt.resource.Memory;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A memory that lasts as long as the test. */
public final class PlainMemory implements Memory {

    private final ConcurrentMap<String, ConcurrentMap<String, String>> maps = new ConcurrentHashMap<>();

    @Override
    public ConcurrentMap<String, String> of(String name) {
        return maps.computeIfAbsent(name, fresh -> new ConcurrentHashMap<>());
    }
}
