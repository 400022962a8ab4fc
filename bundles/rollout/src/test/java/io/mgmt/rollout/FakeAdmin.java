// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** The little of a ConfigurationAdmin that is used, in memory. */
final class FakeAdmin implements InvocationHandler {

    final Map<String, Map<String, Object>> configurations = new TreeMap<>();
    int updates;

    ConfigurationAdmin admin() {
        return proxy(ConfigurationAdmin.class, this);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public Object invoke(Object self, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "getConfiguration" -> configuration((String) arguments[0]);
            case "getFactoryConfiguration" -> configuration(arguments[0] + "~" + arguments[1]);
            case "listConfigurations" -> list((String) arguments[0]);
            default -> throw new UnsupportedOperationException(method.toString());
        };
    }

    private Configuration[] list(String filter) {
        Configuration[] found = configurations.entrySet().stream().filter(entry -> filter.equals("(service.pid="
                        + entry.getKey() + ")") || filter.equals("(.mgmt.cluster=*)")
                        && entry.getValue().containsKey(".mgmt.cluster"))
                .map(entry -> configuration(entry.getKey())).toArray(Configuration[]::new);
        return found.length == 0 ? null : found;
    }

    private Configuration configuration(String pid) {
        return proxy(Configuration.class, (self, method, arguments) -> switch (method.getName()) {
            case "getPid" -> pid;
            case "getProperties" -> properties(pid);
            case "updateIfDifferent" -> update(pid, (Dictionary<?, ?>) arguments[0]);
            case "delete" -> configurations.remove(pid);
            default -> throw new UnsupportedOperationException(method.toString());
        });
    }

    private Dictionary<String, Object> properties(String pid) {
        if (!configurations.containsKey(pid)) {
            return null;
        }
        Hashtable<String, Object> all = new Hashtable<>(configurations.get(pid));
        all.put("service.pid", pid);
        return all;
    }

    private boolean update(String pid, Dictionary<?, ?> properties) {
        Map<String, Object> now = new TreeMap<>();
        Collections.list(properties.keys()).forEach(name -> now.put((String) name, properties.get(name)));
        Map<String, Object> before = configurations.get(pid);
        if (before != null && Json.text(before).equals(Json.text(now))) {
            return false;
        }
        configurations.put(pid, now);
        updates++;
        return true;
    }
}
