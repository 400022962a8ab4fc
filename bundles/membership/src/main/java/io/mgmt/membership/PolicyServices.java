// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.cluster.PolicyOffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** The policies of one kind as services that come, change and go. */
final class PolicyServices<P> {

    private final Map<ServiceReference<P>, P> services = new HashMap<>();
    private final Consumer<List<Installed<P>>> told;

    /** @param told is given all, after each change */
    PolicyServices(Consumer<List<Installed<P>>> told) {
        this.told = told;
    }

    synchronized void came(ServiceReference<P> reference, P policy) {
        services.put(reference, policy);
        told.accept(all());
    }

    /** Its properties have changed, the ranking among them perhaps. */
    synchronized void changed() {
        told.accept(all());
    }

    synchronized void went(ServiceReference<P> reference) {
        services.remove(reference);
        told.accept(all());
    }

    private List<Installed<P>> all() {
        Map<Bundle, Integer> ofBundle = new HashMap<>();
        services.keySet().forEach(reference -> ofBundle.merge(reference.getBundle(), 1, Integer::sum));
        List<Installed<P>> all = new ArrayList<>();
        services.forEach((reference, policy) -> {
            Bundle bundle = reference.getBundle();
            // Null if it goes at this moment: then it is told in an instant.
            if (bundle != null) {
                String name = bundle.getSymbolicName()
                        + (ofBundle.get(bundle) > 1 ? "/" + policy.getClass().getSimpleName() : "");
                all.add(new Installed<>(new Installed.Label(name, bundle.getVersion().toString(), ranking(reference),
                        (Long) reference.getProperty(Constants.SERVICE_ID), isShadow(reference)), policy));
            }
        });
        return all;
    }

    /** As the service registry takes it: what is no Integer counts as 0. */
    private static int ranking(ServiceReference<?> reference) {
        return reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0;
    }

    private static boolean isShadow(ServiceReference<?> reference) {
        Object value = reference.getProperty(PolicyOffer.SHADOW);
        return value != null && Boolean.parseBoolean(value.toString());
    }
}
