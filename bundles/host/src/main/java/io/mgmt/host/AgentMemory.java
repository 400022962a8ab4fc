// SPDX-License-Identifier: Apache-2.0
package io.mgmt.host;

import io.mgmt.resource.Memory;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** In this bundle, because everything else can be replaced while the agent runs. */
@Component(immediate = true)
public final class AgentMemory implements Memory {

    private final ConcurrentMap<String, ConcurrentMap<String, String>> maps = new ConcurrentHashMap<>();

    @Activate
    public AgentMemory() {
        // Nothing to begin with.
    }

    @Override
    public ConcurrentMap<String, String> of(String name) {
        return maps.computeIfAbsent(name, fresh -> new ConcurrentHashMap<>());
    }
}
