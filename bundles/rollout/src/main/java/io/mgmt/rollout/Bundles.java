// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The framework, as far as this bundle changes it. */
interface Bundles {

    /** Something could not be done; the message is a clause that begins with "it". */
    final class FailedException extends Exception {
        FailedException(String message) {
            super(message);
        }
    }

    /** Bundles that came out of the cluster: symbolic name to whether it runs. */
    Map<String, Boolean> ours();

    /** All others: symbolic name to where it came from. */
    Map<String, String> others();

    /** Installs it, or puts it in the place of the one of that name that is ours; it does not run afterwards. */
    void install(String name, Path jar) throws FailedException, IOException;

    /** Starts what is installed. */
    void start(String name) throws FailedException;

    /** Stops it and takes it away; no error if there is none. */
    void uninstall(String name) throws FailedException;
}
