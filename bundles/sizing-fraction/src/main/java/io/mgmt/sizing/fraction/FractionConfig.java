// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.fraction;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration {@code io.mgmt.sizing.fraction}. */
@ObjectClassDefinition(name = "mgmt: sizing by share", description =
        "How many voters the cluster has: a share of the hosts that run etcd or are willing to.")
@interface FractionConfig {

    @AttributeDefinition(name = "Share (percent)", description =
            "The share of the hosts, in percent: 1 to 100. What it comes to is rounded down to an odd number.")
    int percent() default 50;

    @AttributeDefinition(name = "Floor (voters)", description =
            "Never fewer voters than that, however few hosts there are: odd, 1 to 9.")
    int floor() default 3;

    @AttributeDefinition(name = "Ceiling (voters)", description =
            "Never more voters than that, however many hosts there are: odd, 1 to 9, and not above the agent's"
                    + " maxClusterSize.")
    int ceiling() default 7;

    @AttributeDefinition(name = "Grace (seconds)", description =
            "How long a host that is gone counts still, in seconds, so that a reboot changes no size. One that has"
                    + " left in order does not count.")
    int graceSeconds() default 120;

    @AttributeDefinition(name = "Service ranking", description =
            "Of all policies of its sort the one with the highest number decides, however many there are; of equal"
                    + " ones the one that was offered first.")
    int service_ranking() default 0;

    @AttributeDefinition(name = "Shadow (true or false)", description =
            "The policy is asked and never decides; where it differs from the one that does, that is told.")
    boolean mgmt_shadow() default false;
}
