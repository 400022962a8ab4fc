// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.time.Duration;
import java.util.Map;
import org.junit.Test;

public final class SettingsTest {

    private static TestConfig config() {
        return new TestConfig();
    }

    private static String[] urls(String... urls) {
        return urls;
    }

    private static void refused(String message, TestConfig config) {
        assertEquals(message, assertThrows(WrongInputException.class, config::settings)
                .getMessage());
    }

    @Test
    public void hasTheDefaultsOfTheManual() {
        Settings settings = config().settings();
        assertEquals("http://127.0.0.1:2379", settings.clientUrls().toString());
        assertEquals("http://127.0.0.1:2380", settings.serverUrls().toString());
        assertEquals(settings.clientUrls(), settings.advertisedClientUrls());
        assertEquals(settings.serverUrls(), settings.advertisedServerUrls());
        assertEquals(5, settings.idealClusterSize());
        assertEquals(Duration.ofSeconds(15), settings.delays().hostSession());
        assertEquals(Duration.ofMillis(50), settings.heartbeat());
        assertEquals(Duration.ofMillis(500), settings.election());
    }

    @Test
    public void takesListsAsPeopleWriteThem() {
        Settings settings = config()
                .with("clientUrls", urls("127.0.0.1:1;127.0.0.2:1", "http://[::1]:1")).settings();
        assertEquals("http://127.0.0.1:1,http://127.0.0.2:1,http://[::1]:1",
                settings.clientUrls().toString());
    }

    @Test
    public void refusesWhatIsNoUrl() {
        refused("--seeds: \"db1\" is not a URL of etcd. Write it as http://HOST:PORT, for example"
                + " http://127.0.0.1:2379.", config().seeds("db1"));
        refused("--client-urls: \"ftp://a:1\" is not a URL of etcd. Write it as http://HOST:PORT,"
                + " for example http://127.0.0.1:2379.",
                config().with("clientUrls", urls("ftp://a:1")));
    }

    @Test
    public void refusesAnEmptyList() {
        refused("--server-urls is empty. Pass at least one URL, or leave it out.",
                config().with("serverUrls", urls("", " ")));
    }

    @Test
    public void refusesTlsUntilItIsThere() {
        refused("--seeds: https://a:1 asks for TLS, which this version does not have. Write it with"
                + " http://.", config().seeds("https://a:1"));
    }

    @Test
    public void refusesANameToListenAt() {
        refused("--client-urls: http://db1:2379 names a host, but etcd listens at addresses only."
                + " Write its IP address, and pass http://db1:2379 with --advertise-client-urls.",
                config().with("clientUrls", urls("db1:2379")));
        assertEquals("http://localhost:2379",
                config().with("clientUrls", urls("localhost:2379")).settings().clientUrls()
                .toString());
    }

    @Test
    public void asksForAnAddressThatOthersCanReach() {
        for (String all : urls("0.0.0.0", "[::]", "[::0]", "[0:0:0:0:0:0:0:0]")) {
            refused("--client-urls: http://" + all
                    + ":2379 listens at every address, which others cannot connect to. Pass"
                    + " --advertise-client-urls with an address that they can.",
                    config().with("clientUrls", urls(all + ":2379")));
            refused("--server-urls: http://" + all
                    + ":2380 listens at every address, which others cannot connect to. Pass"
                    + " --advertise-server-urls with an address that they can.",
                    config().with("serverUrls", urls(all + ":2380")));
        }
        refused("--advertise-client-urls: http://0.0.0.0:2379 is no address that others can connect"
                + " to. Write one that they can.",
                config().with("advertiseClientUrls", urls("0.0.0.0:2379")));
        assertEquals("http://db1:2379", config().with("clientUrls", urls("0.0.0.0:2379"))
                .with("advertiseClientUrls", urls("db1:2379")).settings().advertisedClientUrls()
                .toString());
    }

    @Test
    public void refusesOnePortForBothKindsOfTraffic() {
        refused("--client-urls http://127.0.0.1:2379 and --server-urls http://127.0.0.1:2379 are"
                + " the same port. Give each its own.",
                config().with("serverUrls", urls("127.0.0.1:2379")));
        refused("--client-urls http://127.0.0.1:2379 and --server-urls http://0.0.0.0:2379 are the"
                + " same port. Give each its own.",
                config().with("serverUrls", urls("0.0.0.0:2379")));
        config().with("serverUrls", urls("127.0.0.2:2379")).settings();
        refused("--advertise-client-urls http://db1:2379 and --advertise-server-urls http://db1:2379 are the same"
                + " port. Give each its own.",
                config().with("advertiseClientUrls", urls("db1:2379")).with("advertiseServerUrls", urls("db1:2379")));
    }

    @Test
    public void refusesNumbersOutOfRange() {
        refused("--ideal-cluster-size 0 is out of range. Pass a number from 1 to 9.",
                config().with("idealClusterSize", 0));
        refused("--ideal-cluster-size 10 is out of range. Pass a number from 1 to 9.",
                config().with("idealClusterSize", 10));
        assertEquals(11, config().with("idealClusterSize", 11).with("maxClusterSize", 11).settings()
                .idealClusterSize());
        refused("hostSessionSeconds 1 is out of range. Pass a number from 2 to 3600.",
                config().with("hostSessionSeconds", 1));
        refused("electionMillis 249 is out of range. Pass a number from 250 to 50000.",
                config().with("electionMillis", 249));
        refused("heartbeatMillis 0 is out of range. Pass a number from 1 to 10000.",
                config().with("heartbeatMillis", 0));
        refused("leaveSeconds 0 is out of range. Pass a number from 1 to 3600.",
                config().with("leaveSeconds", 0));
        refused("tickMillis 9 is out of range. Pass a number from 10 to 3600000.",
                config().with("tickMillis", 9));
    }

    @Test
    public void readsLabels() {
        assertEquals(Map.of("disk", "ssd", "eq", "a=b", "none", ""),
                config().with("label", urls("disk = ssd", "eq=a=b", "none=", "")).settings()
                .labels());
        refused("--label \"ssd\" is no label. Write it as KEY=VALUE, for example --label disk=ssd.",
                config().with("label", urls("ssd")));
        refused("--label \"=ssd\" is no label. Write it as KEY=VALUE, for example --label"
                + " disk=ssd.", config().with("label", urls("=ssd")));
    }

    @Test
    public void refusesControlCharacters() {
        refused("--zone \"a?b\" holds a control character. Leave it out.",
                config().with("zone", "a\nb"));
    }

    @Test
    public void refusesTooManyLabels() {
        String[] many = new String[101];
        for (int i = 0; i < many.length; i++) {
            many[i] = "k" + i + "=v";
        }
        refused("101 labels; at most 100. Pass fewer --label.", config().with("label", many));
    }
}
