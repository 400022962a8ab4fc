// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration {@code io.mgmt.membership}. */
@ObjectClassDefinition(name = "mgmt: membership", description = "This host's part in the cluster.")
@interface MembershipConfig {

    @AttributeDefinition(description =
            "Client URLs of a running cluster. Empty: found one, or go on with one's own.")
    String[] seeds() default {};

    @AttributeDefinition(description =
            "URLs at which the etcd of this host listens for clients; IP addresses.")
    String[] clientUrls() default "http://127.0.0.1:2379";

    @AttributeDefinition(description =
            "URLs at which the etcd of this host listens for its peers; IP addresses.")
    String[] serverUrls() default "http://127.0.0.1:2380";

    @AttributeDefinition(description = "Client URLs as others reach them. Empty: clientUrls.")
    String[] advertiseClientUrls() default {};

    @AttributeDefinition(description = "Peer URLs as others reach them. Empty: serverUrls.")
    String[] advertiseServerUrls() default {};

    @AttributeDefinition(description =
            "How many voters the cluster is to have: 1 to maxClusterSize. Only the founder writes"
                    + " it, and only if there is none yet.")
    int idealClusterSize() default 5;

    @AttributeDefinition(description = "The largest idealClusterSize that is taken, in voters.")
    int maxClusterSize() default 9;

    @AttributeDefinition(description =
            "Run no etcd here, and be a client of the cluster at the seeds.")
    boolean noServer() default false;

    @AttributeDefinition(description = "Stopping the agent does not leave the cluster.")
    boolean keepMember() default false;

    @AttributeDefinition(description =
            "Where this host stands, such as a rack or a data centre; voters are spread over zones."
                    + " May be empty.")
    String zone() default "";

    @AttributeDefinition(description = "Labels of this host, each as KEY=VALUE.")
    String[] label() default {};

    @AttributeDefinition(description =
            "Leave the stored identity for good: the data is moved to archive/, and a new cluster"
                    + " is founded, or that of the seeds is joined.")
    boolean newCluster() default false;

    @AttributeDefinition(description =
            "How long the cluster takes a silent host for alive, in seconds; at least 2.")
    int hostSessionSeconds() default 15;

    @AttributeDefinition(description =
            "How long the cluster takes a silent leader for alive, in seconds; at least 2.")
    int leadershipSessionSeconds() default 5;

    @AttributeDefinition(description =
            "How long a voter is silent before a spare takes its place, in seconds; at least"
                    + " hostSessionSeconds + 5.")
    int replacementSeconds() default 20;

    @AttributeDefinition(description =
            "How long an etcd may serve without its agent before a spare takes its place, in seconds.")
    int orphanSeconds() default 60;

    @AttributeDefinition(description =
            "How long a host has to start its member, from its nomination, in seconds.")
    int memberStartSeconds() default 40;

    @AttributeDefinition(description =
            "How long a learner may be behind without getting on, in seconds.")
    int noProgressSeconds() default 60;

    @AttributeDefinition(description =
            "How long a host that failed as a member is not chosen again, in seconds; doubles with"
                    + " each failure.")
    int backOffSeconds() default 60;

    @AttributeDefinition(description = "The longest backOffSeconds becomes, in seconds.")
    int mostBackOffSeconds() default 600;

    @AttributeDefinition(description =
            "How long a host that leaves waits for its removal, in seconds; more than"
                    + " memberStartSeconds.")
    int leavingSeconds() default 60;

    @AttributeDefinition(description = "Raft's heartbeat interval of a cluster that is founded here, in milliseconds.")
    int heartbeatMillis() default 50;

    @AttributeDefinition(description =
            "Raft's election time-out of a cluster that is founded here, in milliseconds; at least 5 heartbeats.")
    int electionMillis() default 500;

    @AttributeDefinition(description =
            "How often the cluster and the state of the graph are looked at, even if nothing happens, in"
                    + " milliseconds.")
    int tickMillis() default 2000;

    @AttributeDefinition(description =
            "How long stopping waits for the end of the session and of etcd, in seconds.")
    int leaveSeconds() default 10;
}
