// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Enumeration;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the configurations of the cluster laid over those of this host, whoever else changes them. */
final class Configurations {

    private static final Logger LOG = LoggerFactory.getLogger(Configurations.class);

    private final String host;
    private final ConfigurationAdmin admin;
    private final Supplier<Types> types;

    Configurations(String host, ConfigurationAdmin admin, Supplier<Types> types) {
        this.host = host;
        this.admin = admin;
        this.types = types;
    }

    /**
     * Changes what differs, and nothing else: an update restarts who is configured by it.
     *
     * @param cluster PID, then property, then value as text
     * @return what could not be set here, as sentences
     */
    List<String> apply(SortedMap<String, SortedMap<String, String>> cluster) throws IOException {
        List<String> problems = new ArrayList<>();
        Set<String> pids = new TreeSet<>(cluster.keySet());
        pids.addAll(overlaid());
        for (String pid : pids) {
            Map<String, Object> typed = typed(pid, cluster.getOrDefault(pid, new TreeMap<>()), problems);
            Configuration configuration = configuration(pid);
            Optional<Map<String, Object>> present = properties(configuration);
            if (present.isPresent() || !typed.isEmpty()) {
                set(pid, configuration, Overlay.over(present, typed));
            }
        }
        return problems;
    }

    private void set(String pid, Configuration configuration, Optional<Map<String, Object>> wanted)
            throws IOException {
        if (wanted.isEmpty()) {
            configuration.delete();
            LOG.info("{} has no configuration of the cluster any more: pid={}", host, pid);
        } else if (configuration.updateIfDifferent(new Hashtable<>(wanted.get()))) {
            LOG.info("{} took a configuration of the cluster: pid={} properties={}", host, pid,
                    wanted.get().get(Overlay.NAMES) instanceof String[] names ? List.of(names) : List.of());
        }
    }

    /** PIDs of configurations that something is laid over at present. */
    private Set<String> overlaid() throws IOException {
        try {
            Configuration[] found = admin.listConfigurations("(" + Overlay.NAMES + "=*)");
            Set<String> pids = new TreeSet<>();
            for (Configuration one : found == null ? new Configuration[0] : found) {
                pids.add(one.getPid());
            }
            return pids;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, Object> typed(String pid, SortedMap<String, String> texts, List<String> problems) {
        Map<String, Object> typed = new TreeMap<>();
        Optional<String> refused = texts.isEmpty() ? Optional.empty() : ConfigRules.refusal(pid);
        if (refused.isPresent()) {
            problems.add(pid + " is not configured for all hosts: " + refused.get() + ".");
            return typed;
        }
        texts.forEach((property, text) -> {
            try {
                ConfigRules.refusal(pid, property).ifPresent(why -> {
                    throw new IllegalArgumentException(why);
                });
                typed.put(property, types.get().value(pid, property, text));
            } catch (IllegalArgumentException e) {
                problems.add(pid + "/" + property + " \"" + text + "\" is not taken: " + e.getMessage() + ".");
            }
        });
        return typed;
    }

    /** What a configuration holds now, without what the framework adds; empty if there is none. */
    Optional<Map<String, Object>> present(String pid) throws IOException {
        try {
            Configuration[] found = admin.listConfigurations("(service.pid=" + pid + ")");
            return found == null ? Optional.empty() : properties(found[0]);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private Configuration configuration(String pid) throws IOException {
        int tilde = pid.indexOf('~');
        return tilde > 0 ? admin.getFactoryConfiguration(pid.substring(0, tilde), pid.substring(tilde + 1), "?")
                : admin.getConfiguration(pid, "?");
    }

    private static Optional<Map<String, Object>> properties(Configuration configuration) {
        Dictionary<String, Object> all = configuration.getProperties();
        if (all == null) {
            return Optional.empty();
        }
        Map<String, Object> map = new TreeMap<>();
        for (Enumeration<String> names = all.keys(); names.hasMoreElements();) {
            String name = names.nextElement();
            if (!name.equals("service.pid") && !name.equals("service.factoryPid")) {
                map.put(name, all.get(name));
            }
        }
        return Optional.of(map);
    }
}
