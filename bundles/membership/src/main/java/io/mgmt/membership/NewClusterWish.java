// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Whether {@code --new-cluster} was done in this process. It is meant once: a later change of the
 * configuration, which still holds it, must not set the new cluster aside as well.
 */
@Component(service = NewClusterWish.class, immediate = true)
public final class NewClusterWish {

    private volatile boolean fulfilled;

    @Activate
    public NewClusterWish() {
        // Nothing to do: it begins unfulfilled.
    }

    boolean isFulfilled() {
        return fulfilled;
    }

    void fulfil() {
        fulfilled = true;
    }
}
