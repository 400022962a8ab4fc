// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.basic;

import io.mgmt.graph.ResourceSpec;
import io.mgmt.resource.Change;
import io.mgmt.resource.Context;
import io.mgmt.resource.Fields;
import io.mgmt.resource.InvalidResourceException;
import io.mgmt.resource.Resource;
import io.mgmt.resource.ResourceType;
import io.mgmt.resource.Watch;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** The kind {@code noop}: always in state, a joint for edges. Field: {@code comment}, free text. */
@Component(service = ResourceType.class, property = ResourceType.KIND + "=noop")
public final class NoopType implements ResourceType {

    @Override
    public Resource create(ResourceSpec spec) throws InvalidResourceException {
        Fields.of(spec, "comment").text("comment");
        return new Noop();
    }

    private static final class Noop implements Resource {

        @Override
        public List<Change> check(Context context) {
            return List.of();
        }

        @Override
        public Watch watch(Context context, Runnable changed) {
            return Watch.NONE;
        }
    }
}
