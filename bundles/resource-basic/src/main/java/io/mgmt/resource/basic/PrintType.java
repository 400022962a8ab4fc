// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.basic;

import io.mgmt.graph.ResourceSpec;
import io.mgmt.resource.Fields;
import io.mgmt.resource.InvalidResourceException;
import io.mgmt.resource.Resource;
import io.mgmt.resource.ResourceType;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kind {@code print}: writes {@code msg} (default: the name) to the log, at INFO, line by line.
 * Once when what is before it is in state, and again whenever an edge with {@code notify: true}
 * tells of a change before it.
 */
@Component(service = ResourceType.class, property = ResourceType.KIND + "=print")
public final class PrintType implements ResourceType {

    private static final Logger LOG = LoggerFactory.getLogger(PrintType.class);

    @Override
    public Resource create(ResourceSpec spec) throws InvalidResourceException {
        String message = Fields.of(spec, "msg").text("msg").orElse(spec.ref().name());
        return new Print(message, line -> LOG.info("{}: {}", spec.ref(), line));
    }
}
