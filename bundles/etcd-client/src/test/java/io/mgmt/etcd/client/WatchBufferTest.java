// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import static org.junit.Assert.assertEquals;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.WatchResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;

public class WatchBufferTest {

    private final WatchBuffer buffer = new WatchBuffer(5);

    @Test
    public void tellsWholeRevisionsAtOnce() {
        assertEquals(List.of(5L, 6L, 6L), revisions(buffer.add(message(false, 5, 6, 6))));
        assertEquals(7, buffer.next());
    }

    @Test
    public void keepsBackARevisionThatAFragmentMaySplit() {
        assertEquals(List.of(5L), revisions(buffer.add(message(true, 5, 6, 6))));
        assertEquals(List.of(), revisions(buffer.add(message(true, 6))));
        assertEquals("until it is complete, it has to be sent again", 6, buffer.next());
        assertEquals(List.of(6L, 6L, 6L, 6L, 7L), revisions(buffer.add(message(false, 6, 7))));
    }

    @Test
    public void aNewConnectionTellsTheIncompleteRevisionAgain() {
        buffer.add(message(true, 5, 6, 6));
        buffer.restart();
        assertEquals(List.of(6L, 6L, 6L), revisions(buffer.add(message(false, 6, 6, 6))));
    }

    @Test
    public void leavesOutWhatWasTold() {
        buffer.add(message(false, 5, 6));
        assertEquals(List.of(7L), revisions(buffer.add(message(false, 4, 5, 6, 7))));
        assertEquals(List.of(), revisions(buffer.add(message(false, 6, 7))));
    }

    @Test
    public void wordOfProgressMovesTheStart() {
        buffer.add(progress(40));
        assertEquals(41, buffer.next());
        buffer.add(progress(30));
        assertEquals("never back", 41, buffer.next());
    }

    @Test
    public void theAnswerToTheBeginningIsNoProgress() {
        buffer.add(progress(40).toBuilder().setCreated(true).build());
        assertEquals(5, buffer.next());
    }

    /** However etcd cuts the stream, and wherever it breaks, each event comes once and whole. */
    @Test
    public void anyFragmentsAndBreaksGiveTheSameEvents() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.err.println("seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            List<Integer> all = history(random);
            WatchBuffer watch = new WatchBuffer(1);
            List<Long> told = new ArrayList<>();
            int at = 0;
            while (at < all.size()) {
                int end = Math.min(all.size(), at + 1 + random.nextInt(4));
                boolean more = end < all.size() && all.get(end).equals(all.get(end - 1)) || random.nextInt(3) == 0;
                // The last one is never a fragment, because nothing comes after it.
                told.addAll(revisions(watch.add(message(more && end < all.size(), all.subList(at, end)))));
                at = end;
                if (random.nextInt(5) == 0) {
                    watch.restart();
                    at = (int) all.stream().filter(revision -> revision < watch.next()).count();
                }
            }
            assertEquals("seed " + seed, all.stream().map(Integer::longValue).toList(), told);
        }
    }

    private static List<Integer> history(Random random) {
        List<Integer> all = new ArrayList<>();
        for (int revision = 1; all.size() < 20; revision++) {
            for (int i = random.nextInt(4); i > 0; i--) {
                all.add(revision);
            }
        }
        return all;
    }

    private static WatchResponse progress(long revision) {
        return WatchResponse.newBuilder().setHeader(ResponseHeader.newBuilder().setRevision(revision)).build();
    }

    private static WatchResponse message(boolean more, Integer... revisions) {
        return message(more, List.of(revisions));
    }

    private static WatchResponse message(boolean more, List<Integer> revisions) {
        WatchResponse.Builder message = WatchResponse.newBuilder()
                .setHeader(ResponseHeader.newBuilder().setRevision(1_000));
        for (int revision : revisions) {
            message.addEvents(Event.newBuilder().setKv(KeyValue.newBuilder()
                    .setKey(ByteString.copyFromUtf8("k")).setModRevision(revision)));
        }
        if (more) {
            message.setUnknownFields(UnknownFieldSet.newBuilder()
                    .addField(7, UnknownFieldSet.Field.newBuilder().addVarint(1).build()).build());
        }
        return message.build();
    }

    private static List<Long> revisions(List<io.mgmt.store.Event> events) {
        return events.stream().map(event -> event.entry().modRevision()).toList();
    }
}
