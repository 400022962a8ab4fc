// SPDX-License-Identifier: Apache-2.0
package io.mgmt.host;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration {@code io.mgmt.host}. */
@ObjectClassDefinition(name = "mgmt: host",
        description = "Who this agent is, and where it keeps its state.")
@interface HostConfig {

    @AttributeDefinition(name = "Host name",
            description =
                    "Name of this host in the cluster: 1 to 253 of A-Z a-z 0-9 . _ -, beginning"
                            + " with a letter or digit. Empty: the short name of the machine.")
    String hostname() default "";

    @AttributeDefinition(name = "Prefix",
            description =
                    "Directory that holds the state directory of each host. Empty: /var/lib/mgmt"
                            + " for root, else mgmt in $XDG_STATE_HOME or ~/.local/state.")
    String prefix() default "";

    @AttributeDefinition(name = "Temporary prefix",
            description =
                    "Keep the state in a fresh temporary directory that goes away with the agent. A"
                            + " host without its state can fork the cluster.")
    boolean tmpPrefix() default false;
}
