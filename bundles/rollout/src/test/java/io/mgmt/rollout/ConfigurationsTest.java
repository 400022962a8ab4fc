// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import java.util.Collection;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;

/** With the ConfigurationAdmin of Felix. */
public final class ConfigurationsTest {

    @Rule
    public final Felix felix = new Felix();

    private ConfigurationAdmin admin;
    private Configurations configurations;
    private Types types = Types.NONE;

    @Before
    public void begin() throws Exception {
        for (String type : List.of("org.osgi.util.function.Function", "org.osgi.util.promise.Promise",
                "org.apache.felix.cm.PersistenceManager")) {
            Bundle bundle = felix.context().installBundle(Class.forName(type).getProtectionDomain().getCodeSource()
                    .getLocation().toString());
            bundle.start();
        }
        admin = felix.context().getService(felix.context().getServiceReference(ConfigurationAdmin.class));
        configurations = new Configurations("h1", admin, () -> types);
    }

    private static SortedMap<String, SortedMap<String, String>> cluster(String pid, String... namesAndValues) {
        SortedMap<String, SortedMap<String, String>> all = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            all.computeIfAbsent(pid, p -> new TreeMap<>()).put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return all;
    }

    private Object value(String pid, String name) throws Exception {
        Dictionary<String, Object> properties = admin.getConfiguration(pid, "?").getProperties();
        return properties == null ? null : properties.get(name);
    }

    @Test
    public void itIsLaidOverWhatIsThereAndTakenOffAgain() throws Exception {
        admin.getConfiguration("t", "?").update(new Hashtable<>(Map.of("min", 1, "names", new String[] {"a"})));
        assertEquals(List.of(), configurations.apply(cluster("t", "min", "3")));
        assertEquals("3", value("t", "min"));
        assertEquals(List.of(), configurations.apply(cluster("t")));
        assertEquals(1, value("t", "min"));
        assertNull(value("t", Overlay.NAMES));
    }

    @Test
    public void rankingAndShadowHaveTheirTypesWhereNothingDescribesThem() throws Exception {
        assertEquals(List.of(), configurations.apply(cluster("t", "service.ranking", "200", "mgmt.shadow", "true")));
        assertEquals(200, value("t", "service.ranking"));
        assertEquals(true, value("t", "mgmt.shadow"));
    }

    /** Each update restarts who is configured: one that changes nothing is none. */
    @Test
    public void whatDoesNotDifferIsNotUpdated() throws Exception {
        AtomicInteger updates = new AtomicInteger();
        CountDownLatch over = new CountDownLatch(1);
        felix.context().registerService(ConfigurationListener.class, event -> {
            if (event.getPid().equals("over")) {
                over.countDown();
            } else if (event.getType() == ConfigurationEvent.CM_UPDATED) {
                updates.incrementAndGet();
            }
        }, null);
        admin.getConfiguration("t", "?").update(new Hashtable<>(Map.of("min", 1, "names", new String[] {"a"})));
        for (int i = 0; i < 5; i++) {
            configurations.apply(cluster("t", "max", "3", "min", "2"));
        }
        admin.getConfiguration("over", "?").update(new Hashtable<>());
        over.await(10, TimeUnit.SECONDS);
        assertEquals(2, updates.get());
    }

    @Test
    public void aConfigurationThatWasMadeForItGoesWithIt() throws Exception {
        configurations.apply(cluster("t", "min", "3"));
        configurations.apply(cluster("f~one", "min", "4"));
        assertEquals("it is not set any more", Optional.empty(), configurations.present("t"));
        assertEquals("4", admin.getFactoryConfiguration("f", "one", "?").getProperties().get("min"));
        configurations.apply(new TreeMap<>());
        assertNull(admin.listConfigurations(null));
    }

    @Test
    public void whatSomebodyWritesAnewIsBeneathItFromThenOn() throws Exception {
        configurations.apply(cluster("t", "min", "3"));
        admin.getConfiguration("t", "?").update(new Hashtable<>(Map.of("min", 7)));
        configurations.apply(cluster("t", "min", "3"));
        assertEquals("3", value("t", "min"));
        configurations.apply(new TreeMap<>());
        assertEquals(7, value("t", "min"));
    }

    @Test
    public void whatCannotBeTakenIsToldAndTheRestIsTaken() throws Exception {
        types = pid -> Optional.of(number());
        SortedMap<String, SortedMap<String, String>> cluster = cluster("t", "min", "3", "max", "1", ".x", "1");
        cluster.putAll(cluster("io.mgmt.host", "hostname", "x"));
        cluster.putAll(cluster("u", "min", "abc"));
        assertEquals(List.of("io.mgmt.host is not configured for all hosts: it says who a host is, so each host has its"
                        + " own; see mgmt run --help.",
                "t/.x \"1\" is not taken: it is no name of a property: 1 to 200 of A-Z a-z 0-9 . _ - make one, and it"
                        + " does not begin with . or -.",
                "t/max \"1\" is not taken: there is no such property; t has min.",
                "u/min \"abc\" is not taken: it must be a whole number."), configurations.apply(cluster));
        assertEquals(3, value("t", "min"));
        assertNull(value("u", "min"));
    }

    /** One property: a number. */
    private static Collection<Types.Property> number() {
        return List.of(new Types.Property() {
            @Override
            public String name() {
                return "min";
            }

            @Override
            public String description() {
                return "";
            }

            @Override
            public List<String> defaults() {
                return List.of();
            }

            @Override
            public Object value(String text) {
                try {
                    return Integer.valueOf(text);
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException("it must be a whole number");
                }
            }
        });
    }
}
