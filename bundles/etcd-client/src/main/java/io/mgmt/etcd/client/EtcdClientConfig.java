// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How the client of etcd behaves; where etcd is, {@link io.mgmt.etcd.EtcdConnector} is told. */
@ObjectClassDefinition(
        name = "mgmt: etcd client",
        description = "How long a call to etcd may take, and when etcd counts as lost.")
@interface EtcdClientConfig {

    @AttributeDefinition(
            name = "Call time-out (milliseconds)",
            description = "After this time a call to etcd fails. At least 100.")
    int callTimeoutMillis() default 1000;

    @AttributeDefinition(
            name = "Membership call time-out (milliseconds)",
            description = "After this time a call that changes the members of etcd fails, with an unknown"
                    + " effect. At least 100.")
    int membershipTimeoutMillis() default 3000;

    @AttributeDefinition(
            name = "Probe interval (milliseconds)",
            description = "How often an endpoint that serves is asked whether it still does; one that does not"
                    + " serve is asked sooner. At least 100.")
    int probeMillis() default 1000;

    @AttributeDefinition(
            name = "Probes until lost (number)",
            description = "After so many probes in a row without an answer from any endpoint, the services that"
                    + " need etcd are unregistered. At least 1.")
    int probesUntilLost() default 3;
}
