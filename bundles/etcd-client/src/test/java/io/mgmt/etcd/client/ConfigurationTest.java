// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.mgmt.testkit.Ports;
import java.lang.annotation.Annotation;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.Test;

/** What a person can set wrongly, and what is said about it. */
public class ConfigurationTest {

    @Test
    public void valuesHaveUnits() {
        assertEquals(new Settings(Duration.ofMillis(1_500), Duration.ofMillis(2_500),
                Duration.ofMillis(200), 2), Settings.of(config(1_500, 2_500, 200, 2)));
    }

    @Test
    public void valuesOutOfBoundsAreNamed() {
        assertEquals("io.mgmt.etcd.client: callTimeoutMillis is 99; it must be at least 100.", wrong(99, 3_000, 1_000, 3));
        assertEquals("io.mgmt.etcd.client: membershipTimeoutMillis is 0; it must be at least 100.",
                wrong(1_000, 0, 1_000, 3));
        assertEquals("io.mgmt.etcd.client: probeMillis is -1; it must be at least 100.", wrong(1_000, 3_000, -1, 3));
        assertEquals("io.mgmt.etcd.client: probesUntilLost is 0; it must be at least 1.", wrong(1_000, 3_000, 1_000, 0));
    }

    @Test
    public void urlsThatAreNotOfEtcdAreQuoted() {
        try (Client client = new Client()) {
            for (String url : List.of("https://h:2379", "http://h", "h:2379", "http:///x", "unix:/run/etcd")) {
                Exception wrong = assertThrows(IllegalArgumentException.class,
                        () -> client.connect(List.of(URI.create("http://h:1"), URI.create(url)), ""));
                assertEquals("\"" + url + "\" is not a URL that the client of etcd can use."
                        + " Write it as http://HOST:PORT, for example http://127.0.0.1:2379.", wrong.getMessage());
            }
            assertThrows(IllegalArgumentException.class, () -> EtcdUrl.of("http://h:2379 x"));
        }
    }

    @Test
    public void clusterIdsThatAreNotHexAreQuoted() {
        try (Client client = new Client()) {
            Exception wrong = assertThrows(IllegalArgumentException.class,
                    () -> client.connect(List.of(URI.create("http://h:1")), "0xCAFE"));
            assertEquals("\"0xCAFE\" is not the id of a cluster in hex", wrong.getMessage());
        }
    }

    /** Who still holds the service while its bundle stops must not fail by that. */
    @Test
    public void aStoppedClientConnectsToNothing() throws Exception {
        try (ServerSocket etcd = new ServerSocket(Ports.free(), 1, InetAddress.getLoopbackAddress())) {
            Client client = new Client();
            client.close();
            client.connect(List.of(URI.create("http://127.0.0.1:" + etcd.getLocalPort())), "");
            etcd.setSoTimeout(200);
            assertThrows(SocketTimeoutException.class, etcd::accept);
        }
    }

    private static String wrong(int callTimeout, int membershipTimeout, int probe, int probes) {
        return assertThrows(IllegalArgumentException.class, () -> Settings.of(
                config(callTimeout, membershipTimeout, probe, probes)))
                .getMessage();
    }

    private static EtcdClientConfig config(
            int callTimeout, int membershipTimeout, int probe, int probes) {
        return new EtcdClientConfig() {
            @Override
            public int callTimeoutMillis() {
                return callTimeout;
            }

            @Override
            public int membershipTimeoutMillis() {
                return membershipTimeout;
            }

            @Override
            public int probeMillis() {
                return probe;
            }

            @Override
            public int probesUntilLost() {
                return probes;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return EtcdClientConfig.class;
            }
        };
    }
}
