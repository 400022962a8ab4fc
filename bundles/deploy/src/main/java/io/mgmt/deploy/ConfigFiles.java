// SPDX-License-Identifier: Apache-2.0
package io.mgmt.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.felix.cm.file.ConfigurationHandler;
import org.osgi.framework.Constants;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the configuration files of the directory. Each adds to what its PID was configured with, and
 * wins; when it goes, what was there before comes back.
 */
final class ConfigFiles {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigFiles.class);

    /** It decides where this directory is. */
    private static final String HOST = "io.mgmt.host";

    private final String host;
    private final Path directory;
    private final ConfigurationAdmin admin;
    private final Complaints complaints;
    private final Map<String, Applied> applied = new TreeMap<>();
    /** Files that were looked at and not taken. */
    private final Map<String, Stamp> refused = new HashMap<>();

    ConfigFiles(String host, Path directory, ConfigurationAdmin admin, Complaints complaints) {
        this.host = host;
        this.directory = directory;
        this.admin = admin;
        this.complaints = complaints;
    }

    /** @param before what was configured without the file; null: nothing */
    private record Applied(Stamp stamp, Configuration configuration, Dictionary<String, Object> before) {
    }

    /** Makes what is configured the same as what is there. */
    void look(SortedMap<String, Stamp> settled) {
        refused.keySet().retainAll(settled.keySet());
        for (String file : List.copyOf(applied.keySet())) {
            if (!settled.containsKey(file)) {
                withdraw(file);
            }
        }
        settled.forEach((file, stamp) -> {
            boolean known = stamp.equals(refused.get(file))
                    || applied.containsKey(file) && applied.get(file).stamp().equals(stamp);
            if (!known) {
                apply(file, stamp);
            }
        });
    }

    private void apply(String file, Stamp stamp) {
        try {
            Dictionary<String, Object> read = read(file);
            Applied former = applied.get(file);
            Configuration configuration = former == null ? configuration(file) : former.configuration();
            alone(file, configuration.getPid());
            Dictionary<String, Object> before = former == null ? configuration.getProperties() : former.before();
            configuration.update(merged(before, read));
            applied.put(file, new Applied(stamp, configuration, before));
            refused.remove(file);
            complaints.forget(file);
            LOG.info("{} configured: file={} pid={} properties={}", host, file, configuration.getPid(),
                    Collections.list(read.keys()));
        } catch (UnusableException e) {
            refused.put(file, stamp);
            complaints.tell(file, e, applied.containsKey(file) ? "what it said before" : "");
        } catch (IOException e) {
            refused.put(file, stamp);
            complaints.tell(file, new UnusableException("it cannot be stored: " + e.getMessage(),
                    "look whether the disk is full"), "");
        }
    }

    /** What one of two files said could not be told from what the other one said. */
    private void alone(String file, String pid) throws UnusableException {
        for (Map.Entry<String, Applied> other : applied.entrySet()) {
            if (!other.getKey().equals(file) && other.getValue().configuration().getPid().equals(pid)) {
                throw new UnusableException(other.getKey() + " configures " + pid + " already",
                        "write both into one file");
            }
        }
    }

    private static Dictionary<String, Object> merged(Dictionary<String, Object> before, Dictionary<String, Object> file) {
        Dictionary<String, Object> all = new Hashtable<>();
        if (before != null) {
            Collections.list(before.keys()).forEach(key -> all.put(key, before.get(key)));
        }
        Collections.list(file.keys()).forEach(key -> all.put(key, file.get(key)));
        return all;
    }

    /** {@code PID.cfg}, or {@code FACTORY~NAME.cfg} and {@code FACTORY-NAME.cfg} for one of several. */
    private Configuration configuration(String file) throws IOException, UnusableException {
        String pid = file.substring(0, file.lastIndexOf('.'));
        if (pid.equals(HOST)) {
            throw new UnusableException("it would move the state directory, and this directory with it",
                    "pass flags to mgmt run");
        }
        int mark = pid.indexOf('~') >= 0 ? pid.indexOf('~') : pid.indexOf('-');
        return mark < 0 ? admin.getConfiguration(pid, "?")
                : admin.getFactoryConfiguration(pid.substring(0, mark), pid.substring(mark + 1), "?");
    }

    private Dictionary<String, Object> read(String file) throws UnusableException {
        Dictionary<String, Object> read;
        try {
            read = file.endsWith(".config") ? typed(file) : plain(file);
        } catch (IOException | IllegalArgumentException e) {
            throw new UnusableException("it cannot be read: " + e.getMessage(), file.endsWith(".config")
                    ? "write lines such as name=\"text\" or number=I\"3\"" : "write lines such as name = value");
        }
        read.remove(Constants.SERVICE_PID);
        read.remove(ConfigurationAdmin.SERVICE_FACTORYPID);
        return read;
    }

    private Dictionary<String, Object> plain(String file) throws IOException {
        Properties properties = new Properties();
        try (Reader text = Files.newBufferedReader(directory.resolve(file), StandardCharsets.UTF_8)) {
            properties.load(text);
        }
        Dictionary<String, Object> read = new Hashtable<>();
        properties.stringPropertyNames().forEach(name -> read.put(name, properties.getProperty(name).strip()));
        return read;
    }

    @SuppressWarnings("unchecked")
    private Dictionary<String, Object> typed(String file) throws IOException, UnusableException {
        try (InputStream bytes = Files.newInputStream(directory.resolve(file))) {
            return ConfigurationHandler.read(bytes);
        } catch (NoClassDefFoundError e) {
            throw new UnusableException("this framework has no Felix ConfigAdmin, which reads .config",
                    "write a .cfg, with lines such as name = value");
        }
    }

    private void withdraw(String file) {
        Applied old = applied.remove(file);
        complaints.forget(file);
        // It may have stood in the way of another one.
        refused.clear();
        try {
            if (old.before() == null) {
                old.configuration().delete();
            } else {
                old.configuration().update(old.before());
            }
            LOG.info("{} withdrew: file={}", host, file);
        } catch (IOException | IllegalStateException e) {
            LOG.warn("{} could not withdraw: file={} reason={}", host, file, Complaints.quoted(e.toString()));
        }
    }
}
