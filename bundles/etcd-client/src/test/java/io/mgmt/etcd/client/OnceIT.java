// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import static io.mgmt.testkit.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.MemberAddRequest;
import io.etcd.jetcd.api.MemberAddResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.ResponseHeader;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.mgmt.etcd.Members;
import io.mgmt.store.StoreException.Effect;
import io.mgmt.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.After;
import org.junit.Test;

/**
 * A membership call is made at most once, whatever becomes of it; counted by servers that speak as much
 * of etcd's protocol as the client needs, because a real one cannot be made to fail at will.
 */
public class OnceIT {

    private static final Duration SOON = Client.SOON;
    private static final List<String> PEER = List.of("http://127.0.0.1:1");

    private final Client client = new Client(new Settings(Duration.ofSeconds(1), Duration.ofMillis(1_500),
            Duration.ofMillis(200), 3));
    private final AtomicInteger adds = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    /** What the one that is asked does; without it, it is silent. */
    private volatile Consumer<StreamObserver<MemberAddResponse>> answer = observer -> { };
    private final Server one = server();
    private final Server other = server();

    @After
    public void end() {
        client.close();
        one.shutdownNow();
        other.shutdownNow();
    }

    @Test
    public void notAgainAfterSilence() {
        assertUnknownAndOnce(members().addLearner(PEER));
    }

    @Test
    public void notAgainAfterAnErrorThatMayPass() {
        for (Status status : List.of(Status.UNAVAILABLE.withDescription("etcdserver: request timed out"),
                Status.UNAVAILABLE.withDescription("etcdserver: leader changed"), Status.CANCELLED,
                Status.INTERNAL, Status.UNKNOWN, Status.ABORTED, Status.DEADLINE_EXCEEDED)) {
            adds.set(0);
            answer = observer -> observer.onError(status.asRuntimeException());
            assertUnknownAndOnce(members().addLearner(PEER));
        }
    }

    @Test
    public void notAgainWhenTheConnectionBreaksUnderIt() {
        answer = observer -> one.shutdownNow();
        assertUnknownAndOnce(members().addLearner(PEER));
    }

    /** Who never received it cannot have done it. */
    @Test
    public void elsewhereIfItNeverLeft() {
        Members members = members();
        one.shutdownNow();
        answer = observer -> {
            observer.onNext(MemberAddResponse.newBuilder().setHeader(header()).build());
            observer.onCompleted();
        };
        members.addLearner(PEER).handle((added, failed) -> null).join();
        eventually(SOON, "it is known that one is gone",
                () -> members.addLearner(PEER).handle((added, failed) -> failed == null).join());
        int before = adds.get();
        members.addLearner(PEER).join();
        assertEquals(before + 1, adds.get());
    }

    private void assertUnknownAndOnce(CompletableFuture<?> call) {
        assertEquals(Effect.UNKNOWN, Failure.of(call).effect());
        int then = reads.get();
        // As many probes as it takes to be sure that a second call would have come.
        eventually(SOON, "probes go on", () -> reads.get() > then + 3);
        assertEquals("calls", 1, adds.get());
    }

    private Members members() {
        client.connect(List.of(url(one), url(other)), "");
        Members members = client.members();
        // Both are probed all the time: what could be asked a second time is there.
        int then = reads.get();
        eventually(SOON, "both serve", () -> reads.get() > then + 2);
        assertTrue(client.isConnected());
        return members;
    }

    private static URI url(Server server) {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    private static ResponseHeader header() {
        return ResponseHeader.newBuilder().setClusterId(0x77).setMemberId(1).setRevision(1).build();
    }

    private Server server() {
        try {
            return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free()))
                    .addService(KVGrpc.bindService(new KVGrpc.AsyncService() {
                        @Override
                        public void range(RangeRequest request, StreamObserver<RangeResponse> observer) {
                            reads.incrementAndGet();
                            observer.onNext(RangeResponse.newBuilder().setHeader(header()).build());
                            observer.onCompleted();
                        }
                    }))
                    .addService(ClusterGrpc.bindService(new ClusterGrpc.AsyncService() {
                        @Override
                        public void memberAdd(
                                MemberAddRequest request, StreamObserver<MemberAddResponse> observer) {
                            adds.incrementAndGet();
                            answer.accept(observer);
                        }
                    }))
                    .build().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
