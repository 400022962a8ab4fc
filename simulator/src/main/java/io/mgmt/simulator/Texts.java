// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import io.mgmt.agent.Urls;
import java.util.List;

/** Small things about texts. */
final class Texts {

    private Texts() {
    }

    static List<String> of(Urls urls) {
        return urls.list().stream().map(Object::toString).toList();
    }

    /** As etcdctl prints ids. */
    static String hex(long id) {
        return Long.toHexString(id);
    }

    static long hash(String text) {
        long hash = 1;
        for (int i = 0; i < text.length(); i++) {
            hash = hash * 31 + text.charAt(i);
        }
        return Dice.mix(hash);
    }
}
