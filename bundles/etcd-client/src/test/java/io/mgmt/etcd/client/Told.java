// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import static io.mgmt.testkit.Eventually.eventually;
import static org.junit.Assert.assertEquals;

import io.mgmt.testkit.Recorder;
import java.util.List;
import java.util.Set;

/**
 * What a watch of a {@link Writer}'s key must have been told: all that was acknowledged, in order, and
 * nothing twice. A write without an answer may happen, and even later: a frozen etcd holds it back.
 */
final class Told {

    private Told() {
    }

    static void assertComplete(Recorder recorder, List<Integer> acknowledged) {
        int last = acknowledged.get(acknowledged.size() - 1);
        eventually(Client.SOON, "the last write is told", () -> numbers(recorder).contains(last));
        List<Integer> told = numbers(recorder);
        Set<Integer> sure = Set.copyOf(acknowledged);
        assertEquals("acknowledged", acknowledged, told.stream().filter(sure::contains).toList());
        assertEquals("nothing twice", told.stream().distinct().toList(), told);
        assertEquals("", recorder.broken());
    }

    private static List<Integer> numbers(Recorder recorder) {
        return recorder.events().stream().map(event -> Integer.valueOf(event.entry().value())).toList();
    }
}
