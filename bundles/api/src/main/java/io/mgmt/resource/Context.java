// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.osgi.annotation.versioning.ProviderType;

/** What the engine gives to a resource while it works. */
@ProviderType
public interface Context {

    /** True once the agent wants running work to end. */
    boolean isCancelled();

    /**
     * Runs the action when the work is cancelled, at once if it already is.
     *
     * @return to be closed when the work is over
     */
    Watch onCancel(Runnable action);

    /**
     * Notes something about the resource that is to outlive the bundles of its kind and of the engine, such as
     * that a command has run: after one of them was replaced, another object stands for the resource. It is
     * forgotten when the resource leaves the graph, asks for something else, or the agent ends.
     */
    void remember(String note);

    /** The last note; empty if there is none. */
    Optional<String> recall();

    /**
     * Waits for something outside of this process, such as a child process, and tells the engine so:
     * other resources then run on another thread meanwhile.
     */
    <T> T await(Callable<T> wait) throws Exception;
}
