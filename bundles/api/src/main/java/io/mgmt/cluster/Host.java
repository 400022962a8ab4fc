// SPDX-License-Identifier: Apache-2.0
package io.mgmt.cluster;

import io.mgmt.agent.HostName;
import java.nio.file.Path;
import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;

/**
 * This host, as a service that exists only while its state directory is locked by this process.
 */
@ProviderType
public interface Host {

    HostName name();

    /** Made once, in the state directory; another id under the same name is another host. */
    UUID id();

    /** Absolute, 0700; {@code <prefix>/<host>}. */
    Path stateDirectory();

    /** True if the state directory goes away with the process, so that a fork cannot be told (--tmp-prefix). */
    boolean isTemporary();
}
