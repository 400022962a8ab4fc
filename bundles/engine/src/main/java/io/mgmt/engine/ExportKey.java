// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import io.mgmt.graph.Ref;
import java.util.Optional;

/** {@code /_mgmt/exported/<host>/<kind>/<name>}; only the name may contain a slash. */
record ExportKey(String host, Ref ref) {

    static final String PREFIX = "/_mgmt/exported/";

    /** The keys of one host. */
    static String prefix(String host) {
        return PREFIX + host + "/";
    }

    /** Empty for a key of another form. */
    static Optional<ExportKey> parse(String key) {
        if (!key.startsWith(PREFIX)) {
            return Optional.empty();
        }
        int kind = key.indexOf('/', PREFIX.length());
        int name = kind < 0 ? -1 : key.indexOf('/', kind + 1);
        if (name < 0 || kind == PREFIX.length() || name == kind + 1 || name + 1 == key.length()) {
            return Optional.empty();
        }
        return Optional.of(new ExportKey(key.substring(PREFIX.length(), kind),
                new Ref(key.substring(kind + 1, name), key.substring(name + 1))));
    }

    @Override
    public String toString() {
        return prefix(host) + ref.kind() + "/" + ref.name();
    }
}
