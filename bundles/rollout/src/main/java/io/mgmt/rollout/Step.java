// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

/** What a host does next about the bundles of the cluster. */
sealed interface Step {

    /** Gets a bundle out of the store into the state directory. */
    record Fetch(String name, Artifact artifact) implements Step {
    }

    /** Installs a bundle, beside another one of its name where that is possible; it does not run then. */
    record Install(String name, Artifact artifact) implements Step {
    }

    /** Starts what is installed. */
    record Start(String name, Artifact artifact) implements Step {
    }

    /** Stops a bundle and takes it away. */
    record Uninstall(String name, String sha256, String reason) implements Step {
    }

    /** Notes that this host cannot run a bundle. */
    record Fail(String name, Artifact artifact, String reason) implements Step {
    }

    /** Writes that what was current before is current again, for all hosts. */
    record TakeBack(Release release, Failure failure) implements Step {
    }

    /** Writes that the trial is over. */
    record Keep(Release release) implements Step {
    }

    /** Nothing is to be done, or nothing can be. */
    record Rest() implements Step {
    }
}
