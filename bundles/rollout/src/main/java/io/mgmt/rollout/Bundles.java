// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import io.mgmt.rollout.Here.Installed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/** The framework, as far as this bundle changes it. */
interface Bundles {

    /** Something could not be done; the message is a clause that begins with "it". */
    final class FailedException extends Exception {
        private final boolean endsAgent;

        FailedException(String message) {
            this(message, false);
        }

        FailedException(String message, boolean endsAgent) {
            super(message);
            this.endsAgent = endsAgent;
        }

        /** The code of the bundle is ending the process. */
        boolean endsAgent() {
            return endsAgent;
        }
    }

    /**
     * A bundle that is none of the cluster's.
     *
     * @param from where it was installed from, for people
     */
    record Other(String version, String from) {
        /** What {@code from} begins with for a jar in this host's own directory. */
        static final String DEPLOY = "deploy/";
    }

    /** Bundles that came out of the cluster, sorted. */
    List<Installed> ours();

    /** All others, by symbolic name. */
    SortedMap<String, Other> others();

    /**
     * Installs it; it does not run afterwards. Another one of its name that is ours stays, unless there can only be
     * one of the two.
     */
    void install(String name, String sha256, Path jar) throws FailedException, IOException;

    /** Starts what is installed. */
    void start(String name, String sha256) throws FailedException;

    /** Stops it and takes it away; no error if there is none. */
    void uninstall(String name, String sha256) throws FailedException;
}
