// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(name = "mgmt: etcd server",
        description = "How the etcd process of this host is found.")
@interface EtcdServerConfig {

    @AttributeDefinition(name = "etcd",
            description = "Path of the etcd executable to run, and of no other."
            + " Empty: it is looked for in lib/ of the distribution, on the PATH and in the cache,"
            + " else fetched by cargo or apt-get. No unit.")
    String etcd() default "";
}
