// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/**
 * Hears signals. The JDK offers this only in {@code sun.misc}, which the compiler warns about
 * without a way to be quiet; hence by reflection.
 */
final class Signals {

    private Signals() {
    }

    /**
     * Calls the listener with the name of each signal, from a thread of the JDK's, instead of ending
     * the process. A signal that this platform lacks is left out.
     */
    static void hear(Consumer<String> listener, String... names) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler calls = (proxy, method, arguments) -> switch (method.getName()) {
                case "handle" -> {
                    listener.accept((String) signal.getMethod("getName").invoke(arguments[0]));
                    yield null;
                }
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> proxy == arguments[0];
                default -> "signals";
            };
            Object proxy = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, calls);
            for (String name : names) {
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This Java has no sun.misc.Signal: use OpenJDK 17 or newer.", e);
        }
    }
}
