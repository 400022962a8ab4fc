// SPDX-License-Identifier: Apache-2.0
package io.mgmt.agent;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The process that the bundles run in, as a service of the launcher.
 *
 * <p>Somebody's own Felix has no such service: whoever would end the agent then only logs.
 */
@ProviderType
public interface Agent {

    /** Done, or asked to stop. */
    int DONE = 0;
    /** Wrong input: nothing was started, nothing was changed. */
    int WRONG_INPUT = 1;
    /** Failed while running. */
    int FAILED = 2;

    /**
     * Asks for an orderly end of the process and returns at once. The first call decides.
     *
     * @param exitCode {@link #DONE}, {@link #WRONG_INPUT} or {@link #FAILED}
     * @param message what happened, where, and how to fix it; it is the last thing the person reads
     */
    void end(int exitCode, String message);
}
