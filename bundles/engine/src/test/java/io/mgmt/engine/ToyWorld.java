// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import io.mgmt.resource.Change;
import io.mgmt.resource.Context;
import io.mgmt.resource.Fields;
import io.mgmt.resource.InvalidResourceException;
import io.mgmt.resource.Resource;
import io.mgmt.resource.ResourceException;
import io.mgmt.resource.ResourceType;
import io.mgmt.resource.Watch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * A host with nothing but named texts, and the kind that keeps them: {@code {want, path, uses}}. It
 * logs what is done to it, and breaks where a test asks for it.
 */
final class ToyWorld implements ResourceType {

    /** Runs within a check or a change. */
    interface Hook {
        void run(Context context) throws Exception;
    }

    private final List<String> log = new ArrayList<>();
    final Map<String, String> values = new ConcurrentHashMap<>();
    final Map<String, Hook> onCheck = new ConcurrentHashMap<>();
    final Map<String, Hook> onApply = new ConcurrentHashMap<>();
    final Map<String, Hook> onWatch = new ConcurrentHashMap<>();
    private final Map<String, List<Runnable>> watches = new HashMap<>();

    /** Something else writes. */
    void disturb(String name, String value) {
        values.put(name, value);
        ring(name);
    }

    void ring(String name) {
        List<Runnable> bells;
        synchronized (watches) {
            bells = List.copyOf(watches.getOrDefault(name, List.of()));
        }
        bells.forEach(Runnable::run);
    }

    /** What was done, each with the name it was done to. */
    List<String> log() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    List<String> logOf(String verb) {
        return log().stream().filter(line -> line.startsWith(verb + " ")).toList();
    }

    void forget() {
        synchronized (log) {
            log.clear();
        }
    }

    private void note(String verb, String name) {
        synchronized (log) {
            log.add(verb + " " + name);
        }
    }

    int armed() {
        synchronized (watches) {
            return watches.values().stream().mapToInt(List::size).sum();
        }
    }

    @Override
    public Resource create(ResourceSpec spec) throws InvalidResourceException {
        Fields fields = Fields.of(spec, "want", "path", "uses");
        String want = fields.text("want").orElse("");
        note("create", spec.ref().name());
        return new Toy(spec.ref().name(), want, fields.texts("uses"));
    }

    /** As the kind file does: the pattern replaces the directory. */
    @Override
    public ResourceSpec collected(ResourceSpec spec, String pattern) {
        if (pattern.equals("throw")) {
            throw new IllegalStateException("no such pattern");
        }
        Map<String, Object> fields = new LinkedHashMap<>(spec.fields());
        fields.computeIfPresent("path", (key, path) ->
                pattern + path.toString().substring(path.toString().lastIndexOf('/') + 1));
        return pattern.isEmpty() ? spec : spec.withFields(fields);
    }

    private final class Toy implements Resource {

        private final String name;
        private final String want;
        private final List<String> uses;

        Toy(String name, String want, List<String> uses) {
            this.name = name;
            this.want = want;
            this.uses = uses;
        }

        @Override
        public Watch watch(Context context, Runnable changed) throws ResourceException {
            hook(onWatch, context);
            synchronized (watches) {
                watches.computeIfAbsent(name, n -> new ArrayList<>()).add(changed);
            }
            note("watch", name);
            return () -> {
                synchronized (watches) {
                    watches.get(name).remove(changed);
                }
            };
        }

        @Override
        public List<Change> check(Context context) throws ResourceException {
            note("check", name);
            String is = values.getOrDefault(name, "");
            hook(onCheck, context);
            return is.equals(want) ? List.of() : List.of(new Write(is));
        }

        @Override
        public void refresh(Context context) {
            note("refresh", name);
        }

        @Override
        public Set<Ref> provides() {
            return Set.of(new Ref("thing", name));
        }

        @Override
        public Set<Ref> uses() {
            return uses.stream().map(n -> new Ref("thing", n)).collect(Collectors.toSet());
        }

        @Override
        public void close() {
            note("close", name);
        }

        private void hook(Map<String, Hook> hooks, Context context) throws ResourceException {
            try {
                hooks.getOrDefault(name, c -> { }).run(context);
            } catch (ResourceException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new ResourceException(e.toString(), e);
            }
        }

        private final class Write implements Change {

            private final String is;

            Write(String is) {
                this.is = is;
            }

            @Override
            public String summary() {
                return "\"" + is + "\", wanted \"" + want + "\"";
            }

            @Override
            public void apply(Context context) throws ResourceException {
                hook(onApply, context);
                values.put(name, want);
                note("apply", name);
                ring(name);
            }
        }
    }
}
