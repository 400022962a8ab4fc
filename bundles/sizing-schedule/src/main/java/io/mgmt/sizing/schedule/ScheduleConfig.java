// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.schedule;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration {@code io.mgmt.sizing.schedule}. */
@ObjectClassDefinition(name = "mgmt: sizing by schedule", description =
        "How many voters the cluster has at which time of the week; at all other times as many as an operator wants.")
@interface ScheduleConfig {

    @AttributeDefinition(name = "Windows", description =
            "Each as DAYS START-END=VOTERS, such as Mon-Fri 08:00-18:00=5; several of them in one text are parted by"
                    + " semicolons. Days are Mon to Sun, as a range, a list with commas, or left out for all; a window"
                    + " that ends before it starts ends on the next day. The first that the time is in counts.")
    String[] windows() default {};

    @AttributeDefinition(name = "Time zone", description =
            "The zone of the windows, such as Europe/Berlin. It must be the same on all hosts.")
    String timeZone() default "UTC";

    @AttributeDefinition(name = "Service ranking", description =
            "Of all policies of its sort the one with the highest number decides, however many there are; of equal"
                    + " ones the one that was offered first.")
    int service_ranking() default 0;

    @AttributeDefinition(name = "Shadow (true or false)", description =
            "The policy is asked and never decides; where it differs from the one that does, that is told.")
    boolean mgmt_shadow() default false;
}
