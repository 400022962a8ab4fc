// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Which graph runs here, and when the agent has done enough. */
@ObjectClassDefinition(
        name = "mgmt: engine",
        description = "Which graph this host runs, and when the agent has done enough.")
@interface EngineConfig {

    @AttributeDefinition(
            name = "Graph file (path)",
            description = "The graph that is run. Empty: none; the host is a pure member of the"
            + " cluster.")
    String file() default "";

    @AttributeDefinition(
            name = "No changes (true or false)",
            description = "Only report what would be changed; nothing is changed, refreshed or"
            + " exported.")
    boolean noop() default false;

    @AttributeDefinition(
            name = "No watch on the file (true or false)",
            description = "Run the file as it is now, whatever becomes of it.")
    boolean noWatch() default false;

    @AttributeDefinition(
            name = "Converged time-out (seconds)",
            description = "The agent ends after so many seconds without anything to do. -1: it"
            + " does not.")
    long convergedTimeout() default -1;

    @AttributeDefinition(
            name = "Longest run (seconds)",
            description = "The agent ends after so many seconds, whatever it does. 0: it does not.")
    long maxRuntime() default 0;

    @AttributeDefinition(
            name = "Graphviz file (path)",
            description = "Each new graph is written there in the DOT language. Empty: nowhere.")
    String graphviz() default "";
}
