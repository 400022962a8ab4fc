// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** As much of a service registry as the client needs. */
final class Registry {

    private final Map<Class<?>, Object> services = new ConcurrentHashMap<>();
    private final Map<Class<?>, Dictionary<?, ?>> properties = new ConcurrentHashMap<>();
    private final List<String> history = new ArrayList<>();

    BundleContext context() {
        return proxy(BundleContext.class, (method, arguments) -> {
            if (!method.getName().equals("registerService")) {
                throw new UnsupportedOperationException(method.toString());
            }
            Class<?> type = (Class<?>) arguments[0];
            properties.put(type, (Dictionary<?, ?>) arguments[2]);
            services.put(type, arguments[1]);
            note("+" + type.getSimpleName());
            return proxy(ServiceRegistration.class, (call, none) -> {
                services.remove(type);
                note("-" + type.getSimpleName());
                return null;
            });
        });
    }

    <T> Optional<T> find(Class<T> type) {
        return Optional.ofNullable(type.cast(services.get(type)));
    }

    Object property(Class<?> type, String key) {
        return properties.get(type).get(key);
    }

    /** What was registered and unregistered, in order. */
    synchronized List<String> history() {
        return List.copyOf(history);
    }

    private synchronized void note(String what) {
        history.add(what);
    }

    private interface Handler {
        Object call(Method method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Handler handler) {
        return type.cast(Proxy.newProxyInstance(Registry.class.getClassLoader(), new Class<?>[] {type},
                (self, method, arguments) -> handler.call(method, arguments)));
    }
}
