// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import java.util.function.BooleanSupplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** Looks at the bundles around. */
final class Bundles {

    private Bundles() {
    }

    /** True once no bundle is about to be started; fragments never are. */
    static BooleanSupplier started(BundleContext context) {
        return () -> {
            for (Bundle bundle : context.getBundles()) {
                boolean fragment = bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
                // One with lazy activation stays in this state until somebody needs a class of it.
                boolean lazy = bundle.getState() == Bundle.STARTING
                        && bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATIONPOLICY) != null;
                if (!fragment && !lazy && bundle.getState() != Bundle.ACTIVE) {
                    return false;
                }
            }
            return true;
        };
    }
}
