// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Makes the gRPC channel to one endpoint, small: one thread, no pools of memory, nothing looked up. */
final class Channels {

    /** What one message may hold: a list of 10,000 keys with 6 KB each. */
    private static final int MOST_INBOUND_BYTES = 64 << 20;
    private static final int CONNECT_MILLIS = 3_000;
    /** etcd closes connections that ping more often than every 5 s. */
    private static final int KEEP_ALIVE_SECONDS = 10;
    private static final int KEEP_ALIVE_TIMEOUT_SECONDS = 3;

    /** Kept here, because java.util.logging forgets the level of a logger that nobody refers to. */
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    static {
        // At INFO it tells everybody that there is no epoll.
        if (GRPC.getLevel() == null) {
            GRPC.setLevel(Level.WARNING);
        }
    }

    private Channels() {
    }

    static ManagedChannel to(URI url, Threads threads) {
        return builder(host(url), url.getPort())
                .usePlaintext()
                .eventLoopGroup(threads.loop())
                .channelType(NioSocketChannel.class)
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                // Netty's pools cost some megabytes, and a call every now and then needs none.
                .withOption(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
                // Our own observers never block, so they need no thread of their own.
                .directExecutor()
                .offloadExecutor(threads::lookUp)
                .maxInboundMessageSize(MOST_INBOUND_BYTES)
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                // Whether a call is repeated is decided here and nowhere else.
                .disableRetry()
                .disableServiceConfigLookUp()
                .proxyDetector(address -> null)
                .maxTraceEvents(0)
                .build();
    }

    /** An address needs no name service, and does not even load what asks one. */
    private static NettyChannelBuilder builder(String host, int port) {
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(host);
        return address == null
                ? NettyChannelBuilder.forAddress(host, port)
                : NettyChannelBuilder.forAddress(new InetSocketAddress(address, port));
    }

    private static String host(URI url) {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
