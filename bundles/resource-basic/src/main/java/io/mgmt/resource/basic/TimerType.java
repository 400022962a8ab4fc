// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.basic;

import io.mgmt.agent.Timers;
import io.mgmt.graph.ResourceSpec;
import io.mgmt.resource.Fields;
import io.mgmt.resource.InvalidResourceException;
import io.mgmt.resource.Resource;
import io.mgmt.resource.ResourceType;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The kind {@code timer}: a change every {@code interval} seconds, so that what comes after it is
 * checked again, and refreshed where the edge says {@code notify: true}. It is in state until the
 * first interval is over.
 */
@Component(service = ResourceType.class, property = ResourceType.KIND + "=timer")
public final class TimerType implements ResourceType {

    /** In seconds; what is to happen less than once a year is not a timer's job. */
    private static final long LONGEST_SECONDS = 365L * 24 * 3600;

    private final Timers timers;

    @Activate
    public TimerType(@Reference Timers timers) {
        this.timers = timers;
    }

    @Override
    public Resource create(ResourceSpec spec) throws InvalidResourceException {
        long seconds = Fields.of(spec, "interval").number("interval", 1, LONGEST_SECONDS)
                .orElseThrow(() -> new InvalidResourceException("interval", "interval is missing",
                        "Write how many seconds lie between two ticks, such as interval: 30."));
        return new Ticker(Duration.ofSeconds(seconds), timers);
    }
}
