// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import io.mgmt.graph.Meta;
import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Execs as a graph would describe them, so that a test shows only what matters. */
final class Execs {

    private final Map<String, Object> fields = new LinkedHashMap<>();
    private Meta meta = Meta.DEFAULT;

    private Execs() {
    }

    /** Without a shell. */
    static Execs cmd(String cmd) {
        return new Execs().with("cmd", cmd);
    }

    static Execs script(String script) {
        return cmd(script).with("shell", "/bin/sh");
    }

    static Execs nothing() {
        return new Execs();
    }

    Execs with(String field, Object value) {
        fields.put(field, value);
        return this;
    }

    Execs polled(Duration poll) {
        meta = new Meta(false, 0, Meta.DEFAULT.delay(), poll, true, true);
        return this;
    }

    ResourceSpec spec() {
        return new ResourceSpec(new Ref("exec", "x"), meta, fields);
    }
}
