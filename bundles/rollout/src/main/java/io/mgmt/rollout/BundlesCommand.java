// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import io.mgmt.agent.Agent;
import io.mgmt.agent.Table;
import io.mgmt.store.Store;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** {@code mgmt bundles}: which host runs what of the cluster; with {@code --all} also what this agent ships. */
final class BundlesCommand extends StoreCommand {

    private final String host;
    private final Bundles bundles;

    BundlesCommand(Supplier<Optional<Store>> store, String host, Bundles bundles) {
        super(store);
        this.host = host;
        this.bundles = bundles;
    }

    @Override
    Task prepare(List<String> words) {
        return (store, out) -> run(store, words, out);
    }

    private int run(Store store, List<String> words, PrintStream out) throws InterruptedException {
        Standing standing = Standing.read(store);
        SortedMap<String, Bundles.Other> others = words.contains("--all") ? bundles.others() : new TreeMap<>();
        if (words.contains("--json")) {
            out.println(Json.pretty(json(standing, others)));
            return Agent.DONE;
        }
        if (standing.wanted().releases().isEmpty() && standing.wanted().unreadable().isEmpty()) {
            out.println("Nothing is deployed. mgmt deploy JAR runs a bundle on all hosts.");
        } else {
            out.print(table(standing));
        }
        standing.wanted().releases().values().forEach(release -> out.print(notes(release)));
        standing.wanted().unreadable().forEach(name -> out.println("! The key " + RolloutKeys.release(name)
                + " cannot be read: hosts leave what runs under this name. mgmt undeploy " + name + " removes it."));
        standing.reports().forEach((one, report) -> report.problems()
                .forEach(problem -> out.println("! " + one + ": " + problem)));
        if (!others.isEmpty()) {
            Table table = new Table("OTHERS ON " + host, "VERSION", "FROM");
            others.forEach((name, other) -> table.row(name, other.version(), other.from()));
            out.print("\n" + table.text());
        }
        return Agent.DONE;
    }

    private static String table(Standing standing) {
        Table table = new Table("HOST", "NAME", "VERSION", "SHA256", "STATE");
        for (String one : standing.hosts()) {
            for (Release release : standing.wanted().releases().values()) {
                Optional<HostReport.Entry> entry = standing.entry(one, release.name());
                if (entry.isPresent() || release.current().isPresent()) {
                    table.row(one, release.name(), entry.map(HostReport.Entry::version).orElse("-"),
                            entry.map(told -> told.sha256().substring(0, Math.min(8, told.sha256().length())))
                                    .orElse("-"),
                            entry.map(told -> state(told, release)).orElse("has not answered"));
                }
            }
        }
        return table.text();
    }

    private static String state(HostReport.Entry told, Release release) {
        boolean isCurrent = release.current().filter(one -> one.attempt() == told.attempt()).isPresent();
        return told.state() + (isCurrent ? "" : ", not what is current");
    }

    private static String notes(Release release) {
        String now = release.current().map(one -> one.version() + " (" + one.shortHash() + ")").orElse("none");
        String trial = release.isTrial() ? release.name() + ": " + now + " is on trial, deployed from " + release.by()
                + "; before: " + release.previous().map(Artifact::version).orElse("none") + ".\n" : "";
        return trial + release.failure().map(why -> "! " + release.name() + ": " + why.version()
                + " was taken back, because it does not run on " + why.host() + ": " + why.reason() + ". Current: "
                + now + ".\n").orElse("");
    }

    private static Map<String, Object> json(Standing standing, SortedMap<String, Bundles.Other> others) {
        List<Object> hosts = new ArrayList<>();
        for (String one : standing.hosts()) {
            HostReport report = standing.reports().getOrDefault(one, HostReport.NOTHING);
            hosts.add(Json.object("host", one, "bundles", report.entries().stream().map(HostReport::json).toList(),
                    "problems", report.problems()));
        }
        List<Object> releases = new ArrayList<>();
        standing.wanted().releases().values().forEach(release -> {
            Map<String, Object> fields = Json.object("name", release.name());
            fields.putAll(Json.fields(ReleaseJson.write(release)));
            releases.add(fields);
        });
        List<Object> rest = new ArrayList<>();
        others.forEach((name, other) -> rest.add(Json.object("name", name, "version", other.version(), "from",
                other.from())));
        return Json.object("deployed", releases, "hosts", hosts, "others", others.isEmpty() ? null : rest);
    }
}
