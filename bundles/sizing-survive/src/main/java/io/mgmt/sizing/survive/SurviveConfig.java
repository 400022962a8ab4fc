// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.survive;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration {@code io.mgmt.sizing.survive}. */
@ObjectClassDefinition(name = "mgmt: sizing by goal", description =
        "How many voters the cluster has: as many as it takes to survive what is to be survived.")
@interface SurviveConfig {

    @AttributeDefinition(name = "Failures (hosts)", description =
            "How many hosts may fail at the same time, 0 to 4. It takes twice as many voters, and one.")
    int failures() default 1;

    @AttributeDefinition(name = "A whole zone (true or false)", description =
            "Any zone may fail as a whole, too. It takes hosts in three zones or more.")
    boolean zone() default false;

    @AttributeDefinition(name = "Service ranking", description =
            "Of all policies of its sort the one with the highest number decides, however many there are; of equal"
                    + " ones the one that was offered first.")
    int service_ranking() default 0;

    @AttributeDefinition(name = "Shadow (true or false)", description =
            "The policy is asked and never decides; where it differs from the one that does, that is told.")
    boolean mgmt_shadow() default false;
}
