// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import io.mgmt.agent.HostName;
import io.mgmt.agent.Urls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The flags of {@code mgmt run}, and the OSGi configuration that they become. */
final class RunFlags {

    @Option(names = {"-f", "--file"}, paramLabel = "FILE",
            description = "The graph to run. It is watched, and each change is taken over."
                    + " Without it, this host is a member of the cluster and no more.")
    private Path file;

    @Option(names = "--hostname", paramLabel = "NAME", converter = HostNames.class,
            description = "The name of this host in the cluster. Default: the short name of the machine.")
    private HostName hostname;

    @Option(names = "--seeds", paramLabel = "URLS", converter = UrlLists.class,
            description = "Client URLs of a running cluster; needs --no-server until clustering is there.")
    private List<Urls> seeds;

    @Option(names = "--client-urls", paramLabel = "URLS", converter = UrlLists.class,
            description = "Where this host's etcd serves clients. Default: http://127.0.0.1:2379")
    private List<Urls> clientUrls;

    @Option(names = {"--server-urls", "--peer-urls"}, paramLabel = "URLS", converter = UrlLists.class,
            description = "Where this host's etcd serves its peers. Default: http://127.0.0.1:2380")
    private List<Urls> serverUrls;

    @Option(names = "--advertise-client-urls", paramLabel = "URLS", converter = UrlLists.class,
            description = "What others are told instead of --client-urls.")
    private List<Urls> advertiseClientUrls;

    @Option(names = "--advertise-server-urls", paramLabel = "URLS", converter = UrlLists.class,
            description = "What others are told instead of --server-urls.")
    private List<Urls> advertiseServerUrls;

    @Option(names = "--ideal-cluster-size", paramLabel = "N", converter = ClusterSizes.class,
            description = "How many hosts are to run an etcd, 1 to 9; only the founder of a cluster is asked."
                    + " Default: 5")
    private Integer idealClusterSize;

    @Option(names = "--no-server", description = "Never run an etcd: be a client of the cluster behind --seeds.")
    private boolean noServer;

    @Option(names = "--keep-member", description = "Stop as for a reboot: without leaving the cluster.")
    private boolean keepMember;

    @Option(names = "--new-cluster",
            description = "Leave the cluster that this host belonged to, and found a new one."
                    + " The old data is moved to archive/.")
    private boolean newCluster;

    @Option(names = "--zone", paramLabel = "ZONE", description = "The failure domain of this host.")
    private String zone;

    @Option(names = "--label", paramLabel = "KEY=VALUE", description = "A label of this host; may be repeated.")
    private Map<String, String> labels;

    @Option(names = "--prefix", paramLabel = "DIR",
            description = "Where state is kept, in DIR/NAME."
                    + " Default: /var/lib/mgmt for root, else ~/.local/state/mgmt")
    private Path prefix;

    @Option(names = "--tmp-prefix",
            description = "Keep state in a temporary directory. Nothing then stops this host from founding"
                    + " a second cluster at its next start.")
    private boolean tmpPrefix;

    @Option(names = "--etcd", paramLabel = "PATH",
            description = "The etcd to run. Default: lib/etcd of the distribution, PATH, the cache, or fetched.")
    private Path etcd;

    @Option(names = "--noop", description = "Show what would change, and change nothing.")
    private boolean noop;

    @Option(names = "--no-watch", description = "Do not take over changes of the graph file.")
    private boolean noWatch;

    @Option(names = {"-t", "--converged-timeout"}, paramLabel = "SECONDS", converter = ConvergedTimeouts.class,
            description = "End after so many seconds in which nothing was to be done. Default: -1, never")
    private Integer convergedTimeout;

    @Option(names = "--max-runtime", paramLabel = "SECONDS", converter = Runtimes.class,
            description = "End after so many seconds. Default: 0, never")
    private Integer maxRuntime;

    @Option(names = {"-g", "--graphviz"}, paramLabel = "FILE",
            description = "Write each graph that runs to FILE, for Graphviz (DOT).")
    private Path graphviz;

    @Option(names = "--json-log", description = "Log one JSON object a line, for machines.")
    private boolean jsonLog;

    @Option(names = {"-v", "--verbose"}, description = "Log what decisions are based on, too.")
    private boolean verbose;

    @Option(names = "--set", paramLabel = "PID/PROPERTY=VALUE", description = "Sets a property of a bundle's"
            + " configuration that has no flag, such as io.mgmt.membership/replacementSeconds=30; may be repeated.")
    private Map<String, String> set;

    boolean jsonLog() {
        return jsonLog;
    }

    boolean verbose() {
        return verbose;
    }

    boolean keepMember() {
        return keepMember;
    }

    /**
     * What a person told us that contradicts itself, or cannot be done; empty if nothing does.
     *
     * @param named how the person gave a flag: the flag itself, or the variable
     */
    String contradiction(UnaryOperator<String> named) {
        if (tmpPrefix && prefix != null) {
            return named.apply("--prefix") + " and " + named.apply("--tmp-prefix")
                    + " contradict each other. Give one of them.";
        }
        for (String property : set == null ? List.<String>of() : List.copyOf(set.keySet())) {
            if (!property.matches("[^/]+/[^/]+")) {
                return "--set " + property + " names no property. Write it as PID/PROPERTY=VALUE, for example"
                        + " io.mgmt.membership/replacementSeconds=30.";
            }
        }
        if (noServer && newCluster) {
            return named.apply("--no-server") + " and " + named.apply("--new-cluster")
                    + " contradict each other: a client founds nothing. Give one of them.";
        }
        if (graphviz != null && Files.isDirectory(graphviz)) {
            return named.apply("--graphviz") + ": " + graphviz + " is a directory. Name a file.";
        }
        if (graphviz != null && !Files.isDirectory(absolute(graphviz).getParent())) {
            return named.apply("--graphviz") + ": there is no directory " + absolute(graphviz).getParent()
                    + ". Make it, or name another file.";
        }
        return "";
    }

    /** PID to properties; what was not given is absent, so that each bundle's own default holds. */
    Map<String, Map<String, Object>> configurations() {
        Map<String, Map<String, Object>> all = new LinkedHashMap<>();
        Map<String, Object> host = section(all, "io.mgmt.host");
        put(host, "hostname", hostname);
        put(host, "prefix", absolute(prefix));
        host.put("tmpPrefix", tmpPrefix);
        Map<String, Object> engine = section(all, "io.mgmt.engine");
        put(engine, "file", file);
        put(engine, "convergedTimeout", convergedTimeout);
        put(engine, "maxRuntime", maxRuntime);
        put(engine, "graphviz", absolute(graphviz));
        engine.put("noop", noop);
        engine.put("noWatch", noWatch);
        put(section(all, "io.mgmt.etcd.server"), "etcd", absolute(etcd));
        Map<String, Object> membership = section(all, "io.mgmt.membership");
        put(membership, "seeds", texts(seeds));
        put(membership, "clientUrls", texts(clientUrls));
        put(membership, "serverUrls", texts(serverUrls));
        put(membership, "advertiseClientUrls", texts(advertiseClientUrls));
        put(membership, "advertiseServerUrls", texts(advertiseServerUrls));
        put(membership, "idealClusterSize", idealClusterSize);
        put(membership, "zone", zone);
        if (labels != null) {
            membership.put("label", labels.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue())
                    .toArray(String[]::new));
        }
        membership.put("noServer", noServer);
        membership.put("keepMember", keepMember);
        membership.put("newCluster", newCluster);
        if (set != null) {
            set.forEach((property, value) -> section(all, property.substring(0, property.indexOf('/')))
                    .put(property.substring(property.indexOf('/') + 1), value));
        }
        return all;
    }

    private static Map<String, Object> section(Map<String, Map<String, Object>> all, String pid) {
        return all.computeIfAbsent(pid, p -> new LinkedHashMap<>());
    }

    /** ConfigAdmin takes strings, numbers, booleans and arrays of those. */
    private static void put(Map<String, Object> section, String key, Object value) {
        if (value != null) {
            section.put(key, value instanceof Path || value instanceof HostName ? value.toString() : value);
        }
    }

    private static Path absolute(Path path) {
        return path == null ? null : path.toAbsolutePath().normalize();
    }

    private static String[] texts(List<Urls> lists) {
        return lists == null ? null : lists.stream().map(Urls::toString).toArray(String[]::new);
    }

    static final class HostNames implements ITypeConverter<HostName> {
        @Override
        public HostName convert(String text) {
            return converted(() -> new HostName(text));
        }
    }

    static final class UrlLists implements ITypeConverter<Urls> {
        @Override
        public Urls convert(String text) {
            Urls urls = converted(() -> Urls.parse(text));
            if (urls.isEmpty()) {
                throw new TypeConversionException("there is no URL in \"" + text + "\"."
                        + " Write it as http://HOST:PORT, for example http://127.0.0.1:2379.");
            }
            return urls;
        }
    }

    static final class ClusterSizes implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return number(text, 1, 9);
        }
    }

    static final class ConvergedTimeouts implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return number(text, -1, Integer.MAX_VALUE);
        }
    }

    static final class Runtimes implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return number(text, 0, Integer.MAX_VALUE);
        }
    }

    private static Integer number(String text, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through: every wrong number gets the same message.
        }
        throw new TypeConversionException("\"" + text + "\" is not a whole number from " + least + " to " + most + ".");
    }

    private static <T> T converted(Supplier<T> conversion) {
        try {
            return conversion.get();
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
