// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.Event.EventType;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.mgmt.store.Event;
import io.mgmt.store.KeyValue;
import io.mgmt.store.Snapshot;
import io.mgmt.store.Txn;
import java.util.ArrayList;
import java.util.List;

/** Between the values of our api and the messages of etcd's. */
final class Wire {

    // Both fields are missing in jetcd's copy of etcd's rpc.proto; etcd knows them since 3.4.
    private static final int CREATE_FRAGMENT = 8;
    private static final int RESPONSE_FRAGMENT = 7;

    private static final ByteString ZERO = ByteString.copyFrom(new byte[] {0});

    private Wire() {
    }

    /** An id as etcdctl prints it. */
    static String hex(long id) {
        return Long.toHexString(id);
    }

    /** The inverse of {@link #hex}. */
    static long id(String hex) {
        return Long.parseUnsignedLong(hex, 16);
    }

    static RangeRequest get(String key) {
        return RangeRequest.newBuilder().setKey(ByteString.copyFromUtf8(key)).build();
    }

    static RangeRequest list(String prefix) {
        return RangeRequest.newBuilder().setKey(first(prefix)).setRangeEnd(end(prefix)).build();
    }

    static RangeRequest keys(String prefix) {
        return list(prefix).toBuilder().setKeysOnly(true).build();
    }

    static List<String> keys(RangeResponse response) {
        return response.getKvsList().stream().map(entry -> entry.getKey().toStringUtf8()).toList();
    }

    /** A transaction that only reads, because that reads at one revision. */
    static TxnRequest lists(List<String> prefixes) {
        TxnRequest.Builder request = TxnRequest.newBuilder();
        prefixes.forEach(prefix -> request.addSuccess(RequestOp.newBuilder().setRequestRange(list(prefix))));
        return request.build();
    }

    static Snapshot snapshot(TxnResponse response) {
        List<KeyValue> entries = new ArrayList<>();
        response.getResponsesList().forEach(each ->
                each.getResponseRange().getKvsList().forEach(entry -> entries.add(entry(entry))));
        return new Snapshot(response.getHeader().getRevision(), entries);
    }

    /** Costs etcd the least that still needs its quorum. */
    static RangeRequest probe() {
        return RangeRequest.newBuilder().setKey(ZERO).setCountOnly(true).build();
    }

    static Snapshot snapshot(RangeResponse response) {
        List<KeyValue> entries = new ArrayList<>(response.getKvsCount());
        response.getKvsList().forEach(entry -> entries.add(entry(entry)));
        return new Snapshot(response.getHeader().getRevision(), entries);
    }

    static TxnRequest txn(Txn txn) {
        TxnRequest.Builder request = TxnRequest.newBuilder();
        txn.conditions().forEach(condition -> request.addCompare(compare(condition)));
        txn.writes().forEach(write -> request.addSuccess(operation(write)));
        return request.build();
    }

    /**
     * In fragments, because etcd otherwise sends up to 1,000 revisions in one message of any size; with
     * word of progress now and then, so that a quiet watch does not fall behind a compaction.
     */
    static WatchRequest watch(String prefix, long fromRevision) {
        UnknownFieldSet inFragments = UnknownFieldSet.newBuilder()
                .addField(CREATE_FRAGMENT, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build();
        return WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder()
                        .setKey(first(prefix))
                        .setRangeEnd(end(prefix))
                        .setStartRevision(fromRevision)
                        .setProgressNotify(true)
                        .setUnknownFields(inFragments))
                .build();
    }

    /** True if the rest of what this message tells comes in the next one. */
    static boolean hasMore(WatchResponse response) {
        return response.getUnknownFields().getField(RESPONSE_FRAGMENT).getVarintList().contains(1L);
    }

    static Event event(io.etcd.jetcd.api.Event event) {
        boolean deleted = event.getType() == EventType.DELETE;
        KeyValue entry = entry(event.getKv());
        return new Event(deleted, deleted ? gone(entry) : entry);
    }

    private static KeyValue gone(KeyValue entry) {
        return new KeyValue(entry.key(), "", 0, entry.modRevision(), 0);
    }

    private static KeyValue entry(io.etcd.jetcd.api.KeyValue entry) {
        return new KeyValue(entry.getKey().toStringUtf8(), entry.getValue().toStringUtf8(),
                entry.getCreateRevision(), entry.getModRevision(), entry.getLease());
    }

    /** A condition on a revision wants the key to exist; to etcd an absent key has revision 0. */
    private static Compare compare(Txn.Condition condition) {
        Compare.Builder compare = Compare.newBuilder()
                .setKey(ByteString.copyFromUtf8(condition.key()))
                .setResult(Compare.CompareResult.EQUAL);
        if (condition instanceof Txn.Absent) {
            return compare.setTarget(Compare.CompareTarget.VERSION).setVersion(0).build();
        }
        if (condition instanceof Txn.CreatedAt created && created.revision() > 0) {
            return compare.setTarget(Compare.CompareTarget.CREATE).setCreateRevision(created.revision()).build();
        }
        if (condition instanceof Txn.ModifiedAt modified && modified.revision() > 0) {
            return compare.setTarget(Compare.CompareTarget.MOD).setModRevision(modified.revision()).build();
        }
        if (condition instanceof Txn.ValueIs value) {
            return compare.setTarget(Compare.CompareTarget.VALUE)
                    .setValue(ByteString.copyFromUtf8(value.value())).build();
        }
        if (condition instanceof Txn.Present) {
            return compare.setResult(Compare.CompareResult.GREATER)
                    .setTarget(Compare.CompareTarget.VERSION).setVersion(0).build();
        }
        // No key has a revision below 1, and none has a version below 0: this never holds.
        return compare.setResult(Compare.CompareResult.LESS)
                .setTarget(Compare.CompareTarget.VERSION).setVersion(0).build();
    }

    private static RequestOp operation(Txn.Write write) {
        ByteString key = ByteString.copyFromUtf8(write.key());
        RequestOp.Builder operation = RequestOp.newBuilder();
        if (write instanceof Txn.Put put) {
            return operation.setRequestPut(PutRequest.newBuilder()
                    .setKey(key).setValue(ByteString.copyFromUtf8(put.value())).setLease(put.leaseId())).build();
        }
        return operation.setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(key)).build();
    }

    private static ByteString first(String prefix) {
        return prefix.isEmpty() ? ZERO : ByteString.copyFromUtf8(prefix);
    }

    /** The first key after all that begin with the prefix; to etcd a single zero means "no end". */
    static ByteString end(String prefix) {
        byte[] bytes = ByteString.copyFromUtf8(prefix).toByteArray();
        if (bytes.length == 0) {
            return ZERO;
        }
        // UTF-8 has no byte 0xFF, so the last one can always be counted up.
        bytes[bytes.length - 1]++;
        return ByteString.copyFrom(bytes);
    }
}
