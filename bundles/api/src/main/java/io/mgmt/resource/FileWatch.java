// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource;

import java.io.IOException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Watches files for every kind with one inotify instance for the whole agent (the kernel allows
 * about 128 for a user, so one for each file would end at as many files).
 */
@ProviderType
public interface FileWatch {

    /**
     * Watches a path that may not exist yet, and whose parents may not exist yet: content, attributes,
     * creation, deletion, replacement. Returns once it is armed.
     *
     * @param path absolute
     * @param changed called from the thread of the watch; returns at once
     * @throws IOException if the system has no watch left; the message names the limit to raise
     */
    Watch watch(Path path, Runnable changed) throws IOException;

    /** As {@link #watch}, and also everything below the path while that is a directory. */
    Watch watchTree(Path path, Runnable changed) throws IOException;
}
