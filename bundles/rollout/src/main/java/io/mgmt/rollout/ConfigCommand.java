// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import io.mgmt.agent.Agent;
import io.mgmt.agent.Table;
import io.mgmt.store.KeyValue;
import io.mgmt.store.Store;
import io.mgmt.store.Txn;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * {@code mgmt config [PID [KEY=VALUE…]]}: shows, sets and takes back properties of a configuration for all hosts.
 */
final class ConfigCommand extends StoreCommand {

    private static final String UNSET = "--unset=";

    private final Supplier<Types> types;
    private final Configurations configurations;

    ConfigCommand(Supplier<Optional<Store>> store, Supplier<Types> types, Configurations configurations) {
        super(store);
        this.types = types;
        this.configurations = configurations;
    }

    @Override
    Task prepare(List<String> words) {
        boolean isJson = words.contains("--json");
        List<String> plain = words.stream().filter(word -> !word.startsWith("--")).toList();
        if (plain.isEmpty()) {
            return (store, out) -> showAll(store, isJson, out);
        }
        String pid = plain.get(0);
        SortedMap<String, String> changes = changes(pid, plain.subList(1, plain.size()), words);
        if (changes.isEmpty()) {
            return (store, out) -> show(store, pid, isJson, out);
        }
        ConfigRules.refusal(pid).ifPresent(why -> {
            throw new WrongInputException(pid + " is not configured for all hosts: " + why + ". Nothing was changed.");
        });
        check(pid, changes);
        return (store, out) -> write(store, pid, changes, out);
    }

    /** Property to value; an empty one takes it back. */
    private static SortedMap<String, String> changes(String pid, List<String> settings, List<String> words) {
        SortedMap<String, String> changes = new TreeMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new WrongInputException("\"" + setting + "\" sets nothing. Write it as KEY=VALUE, and KEY="
                        + " to take it back, for example: mgmt config " + pid + " min=3. Nothing was changed.");
            }
            changes.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        words.stream().filter(word -> word.startsWith(UNSET))
                .forEach(word -> changes.put(word.substring(UNSET.length()), ""));
        if (changes.size() > Txn.MOST) {
            throw new WrongInputException(changes.size() + " properties; at most " + Txn.MOST + " at once.");
        }
        return changes;
    }

    private void check(String pid, SortedMap<String, String> changes) {
        changes.forEach((property, text) -> {
            try {
                ConfigRules.refusal(pid, property).ifPresent(why -> {
                    throw new IllegalArgumentException(why);
                });
                if (!text.isEmpty()) {
                    types.get().value(pid, property, text);
                }
            } catch (IllegalArgumentException e) {
                throw new WrongInputException(pid + "/" + property + " \"" + text + "\" is not taken: "
                        + e.getMessage() + ". Nothing was changed.");
            }
        });
    }

    private int write(Store store, String pid, SortedMap<String, String> changes, PrintStream out)
            throws InterruptedException {
        SortedMap<String, String> before = cluster(store, pid);
        List<Txn.Write> writes = new ArrayList<>();
        changes.forEach((property, text) -> writes.add(text.isEmpty()
                ? new Txn.Delete(RolloutKeys.config(pid, property))
                : new Txn.Put(RolloutKeys.config(pid, property), text, 0)));
        Calls.await(store.commit(new Txn(List.of(), writes)));
        changes.forEach((property, text) -> {
            String was = before.get(property);
            out.println(pid + "/" + property + (text.isEmpty()
                    ? was == null ? " was not set for all hosts; nothing was taken back."
                            : " is not set for all hosts any more; it was \"" + was + "\"."
                    : " is \"" + text + "\" for all hosts" + (was == null ? "." : "; it was \"" + was + "\".")));
        });
        boolean isForMetatype = changes.entrySet().stream()
                .anyMatch(change -> !change.getValue().isEmpty() && !Types.isCommon(change.getKey()));
        if (isForMetatype && types.get().properties(pid).isEmpty()) {
            out.println("No bundle of this host describes " + pid + ", so the values were not checked: is it spelled"
                    + " right?");
        }
        return Agent.DONE;
    }

    private static SortedMap<String, String> cluster(Store store, String pid) throws InterruptedException {
        List<KeyValue> keys = Calls.await(store.list(RolloutKeys.CONFIG + pid + "/")).entries();
        return KeyReader.config(keys).getOrDefault(pid, new TreeMap<>());
    }

    private int showAll(Store store, boolean isJson, PrintStream out) throws InterruptedException {
        SortedMap<String, SortedMap<String, String>> all =
                KeyReader.config(Calls.await(store.list(RolloutKeys.CONFIG)).entries());
        if (isJson) {
            out.println(Json.pretty(all));
            return Agent.DONE;
        }
        if (all.isEmpty()) {
            out.println("Nothing is configured for all hosts. mgmt config PID shows what there is to be set.");
            return Agent.DONE;
        }
        Table table = new Table("PID", "PROPERTY", "VALUE");
        all.forEach((pid, properties) -> properties.forEach((property, value) -> table.row(pid, property, value)));
        out.print(table.text());
        problems(store, "", out);
        return Agent.DONE;
    }

    private int show(Store store, String pid, boolean isJson, PrintStream out) throws InterruptedException {
        SortedMap<String, String> cluster = cluster(store, pid);
        Map<String, Object> here = new TreeMap<>(present(pid));
        here.keySet().removeIf(name -> name.startsWith("."));
        Map<String, String> defaults = new TreeMap<>();
        types.get().properties(pid).ifPresent(all -> all.forEach(property ->
                defaults.put(property.name(), String.join(",", property.defaults()))));
        TreeSet<String> names = new TreeSet<>(cluster.keySet());
        names.addAll(here.keySet());
        names.addAll(defaults.keySet());
        if (names.isEmpty()) {
            throw new WrongInputException("Nothing is known of " + pid + ": no bundle of this host describes it, and"
                    + " nothing is set.");
        }
        Table table = new Table("PROPERTY", "VALUE HERE", "FROM");
        List<Object> json = new ArrayList<>();
        for (String name : names) {
            String from = cluster.containsKey(name) ? "the cluster" : here.containsKey(name) ? "this host" : "default";
            String value = here.containsKey(name) ? text(here.get(name)) : defaults.getOrDefault(name, "");
            table.row(name, value, from);
            json.add(Json.object("property", name, "value", value, "from", from, "cluster", cluster.get(name)));
        }
        out.print(isJson ? Json.pretty(Json.object("pid", pid, "properties", json)) + "\n" : table.text());
        if (!isJson) {
            problems(store, pid, out);
        }
        return Agent.DONE;
    }

    private static void problems(Store store, String pid, PrintStream out) throws InterruptedException {
        Standing.read(store).reports().forEach((host, report) -> report.problems().stream()
                .filter(problem -> problem.startsWith(pid))
                .forEach(problem -> out.println("! " + host + ": " + problem)));
    }

    private Map<String, Object> present(String pid) {
        try {
            return configurations.present(pid).orElse(Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Object value) {
        return value instanceof Object[] array ? String.join(",", Arrays.stream(array).map(String::valueOf).toList())
                : String.valueOf(value);
    }
}
