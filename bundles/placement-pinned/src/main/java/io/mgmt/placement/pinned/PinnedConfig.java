// SPDX-License-Identifier: Apache-2.0
package io.mgmt.placement.pinned;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration {@code io.mgmt.placement.pinned}. */
@ObjectClassDefinition(name = "mgmt: placement by label", description =
        "Which hosts come first when the cluster grows, and go last when it shrinks. Among equals voters are spread"
                + " over zones, then come those that failed least.")
@interface PinnedConfig {

    @AttributeDefinition(name = "Prefer (labels)", description =
            "Hosts with any of these labels come first, each as KEY=VALUE; several in one text are parted by commas.")
    String[] prefer() default {};

    @AttributeDefinition(name = "Avoid (labels)", description =
            "Hosts with any of these labels come last, even if they have a preferred one, each as KEY=VALUE; several"
                    + " in one text are parted by commas.")
    String[] avoid() default {};

    @AttributeDefinition(name = "Service ranking", description =
            "Of all policies of its sort the one with the highest number decides, however many there are; of equal"
                    + " ones the one that was offered first.")
    int service_ranking() default 0;

    @AttributeDefinition(name = "Shadow (true or false)", description =
            "The policy is asked and never decides; where it differs from the one that does, that is told.")
    boolean mgmt_shadow() default false;
}
