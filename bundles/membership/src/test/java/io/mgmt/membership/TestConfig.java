// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** The configuration of a test: the defaults of the annotation, and what the test sets. */
final class TestConfig {

    private final Map<String, Object> set = new HashMap<>();

    TestConfig with(String property, Object value) {
        set.put(property, value);
        return this;
    }

    TestConfig seeds(String... urls) {
        return with("seeds", urls);
    }

    TestConfig noServer() {
        return with("noServer", true);
    }

    TestConfig newCluster() {
        return with("newCluster", true);
    }

    MembershipConfig config() {
        return (MembershipConfig) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] {MembershipConfig.class}, (proxy, method, arguments) ->
                        set.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    Settings settings() {
        return Settings.of(config());
    }
}
