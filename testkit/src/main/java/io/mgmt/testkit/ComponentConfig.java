// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The configuration of a component, as Declarative Services would hand it over: what a test sets, and the
 * defaults of the annotation for the rest.
 */
public final class ComponentConfig {

    private ComponentConfig() {
    }

    /**
     * Makes one.
     *
     * @param type the annotation that the component is configured by
     * @param set the methods of the annotation, by name, with values of the types that they return
     * @throws IllegalArgumentException if the annotation has no method of such a name
     */
    public static <C extends Annotation> C of(Class<C> type, Map<String, ?> set) {
        Map<String, Object> values = new HashMap<>();
        for (Method method : type.getDeclaredMethods()) {
            values.put(method.getName(), method.getDefaultValue());
        }
        for (String name : set.keySet()) {
            if (!values.containsKey(name)) {
                throw new IllegalArgumentException(type.getSimpleName() + " has no " + name + "; it has "
                        + List.of(values.keySet().stream().sorted().toArray()));
            }
        }
        values.putAll(set);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "hashCode" -> values.hashCode();
                    case "equals" -> proxy == arguments[0];
                    case "toString" -> values.toString();
                    case "annotationType" -> type;
                    default -> values.get(method.getName());
                }));
    }
}
