// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource;

import io.mgmt.graph.ResourceSpec;
import org.osgi.annotation.versioning.ConsumerType;

/** A kind of resource, as a service with the property {@link #KIND}. */
@ConsumerType
public interface ResourceType {

    /** Service property: the kind, for example {@code file}; lower case. */
    String KIND = "resource.kind";

    /**
     * Makes a resource and checks every field; touches nothing on the host.
     *
     * @throws InvalidResourceException naming the wrong field
     */
    Resource create(ResourceSpec spec) throws InvalidResourceException;

    /**
     * What becomes of an exported resource where it is collected.
     *
     * @param pattern of the collect, may be empty
     */
    default ResourceSpec collected(ResourceSpec spec, String pattern) {
        return spec;
    }
}
