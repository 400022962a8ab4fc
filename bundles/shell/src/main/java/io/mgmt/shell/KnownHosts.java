// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import io.mgmt.core.identity.Keys;
import io.mgmt.store.KeyValue;
import io.mgmt.store.Store;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** The names of the hosts that the cluster knows, those that went included: what completion offers for HOST. */
final class KnownHosts {

    /** Somebody has pressed a key and waits. */
    private static final int MOST_MILLIS = 500;

    private final BundleContext context;

    KnownHosts(BundleContext context) {
        this.context = context;
    }

    /** Sorted; empty if the store does not answer at once. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        ServiceReference<Store> reference = context.getServiceReference(Store.class);
        Store store = reference == null ? null : context.getService(reference);
        if (store == null) {
            return names;
        }
        try {
            for (String prefix : List.of(Keys.HOSTS, Keys.MEMORY)) {
                for (KeyValue entry : store.list(prefix).get(MOST_MILLIS, TimeUnit.MILLISECONDS).entries()) {
                    names.add(entry.key().substring(prefix.length()));
                }
            }
        } catch (ExecutionException | TimeoutException e) {
            // No answer is no candidate; the command itself will say what is wrong.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            context.ungetService(reference);
        }
        return names;
    }
}
