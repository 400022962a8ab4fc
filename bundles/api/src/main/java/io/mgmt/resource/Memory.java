// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource;

import java.util.concurrent.ConcurrentMap;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What lasts as long as the agent, while bundles are replaced: whoever takes another's place finds here what
 * was done already, so that it is not done twice. Nothing of it is written to the disk.
 */
@ProviderType
public interface Memory {

    /**
     * The same map each time for the same name; empty at first. Texts only, because an object would keep the
     * bundle of its class in memory.
     */
    ConcurrentMap<String, String> of(String name);
}
