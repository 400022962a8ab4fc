// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What may stand at the end of a line that is being typed. */
final class Completion {

    /** Begin another statement, with a command of its own. */
    private static final String STATEMENTS = "|;&({\n";
    /** End a word without beginning a statement. */
    private static final String WORDS = " \t[]=)}$";
    private static final String SCOPE = GogoCommands.SCOPE + ":";
    private static final Pattern FLAG = Pattern.compile("--[a-z][a-z-]*");
    private static final Pattern PLACE = Pattern.compile("\\b[A-Z]+\\b");
    /** Sizes that tolerate more than the next smaller one. */
    private static final List<String> SIZES = List.of("1", "3", "5", "7", "9");

    /**
     * @param value what would stand there
     * @param about one sentence, or empty
     * @param isWhole false if more belongs to the same word
     */
    record Candidate(String value, String about, boolean isWhole) {
    }

    /**
     * @param from where in the text the candidates begin
     * @param candidates sorted
     */
    record Found(int from, List<Candidate> candidates) {

        Map<String, Object> json() {
            List<Map<String, Object>> list = new ArrayList<>();
            candidates.forEach(one -> list.add(Map.of("value", one.value(), "about", one.about(),
                    "whole", one.isWhole())));
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("from", from);
            json.put("candidates", list);
            return json;
        }
    }

    private final Supplier<List<Commands.Known>> commands;
    private final Supplier<? extends Collection<String>> gogo;
    private final Supplier<Set<String>> hosts;

    /**
     * @param commands of mgmt
     * @param gogo all commands, as {@code scope:name}
     * @param hosts of the cluster
     */
    Completion(Supplier<List<Commands.Known>> commands, Supplier<? extends Collection<String>> gogo,
            Supplier<Set<String>> hosts) {
        this.commands = commands;
        this.gogo = gogo;
        this.hosts = hosts;
    }

    /** @param text up to the cursor */
    Found of(String text) {
        int statement = after(text, STATEMENTS);
        int word = Math.max(statement, after(text, WORDS));
        String typed = text.substring(word);
        String before = text.substring(statement, word).strip();
        if (typed.startsWith("\"") || typed.startsWith("'") || text.startsWith("$", word - 1)) {
            return new Found(word, List.of());
        }
        Stream<Candidate> all = before.isEmpty() || before.endsWith("=") ? names(typed)
                : arguments(before.split("\\s+"));
        return new Found(word, all.filter(one -> one.value().startsWith(typed)).toList());
    }

    private static int after(String text, String signs) {
        int index = text.length();
        while (index > 0 && signs.indexOf(text.charAt(index - 1)) < 0) {
            index--;
        }
        return index;
    }

    /** Ours by their bare names, too; of the others first the scopes, because they are many. */
    private Stream<Candidate> names(String typed) {
        Map<String, Candidate> all = new TreeMap<>();
        for (Commands.Known known : commands.get()) {
            String name = typed.startsWith(SCOPE) ? SCOPE + known.name() : known.name();
            all.put(name, new Candidate(name, known.summary(), true));
        }
        for (String full : gogo.get()) {
            int colon = full.indexOf(':');
            String scope = full.substring(0, colon + 1);
            if (!typed.isEmpty()) {
                all.putIfAbsent(full.substring(colon + 1), new Candidate(full.substring(colon + 1), "", true));
            }
            String shown = typed.startsWith(scope) ? full : scope;
            all.putIfAbsent(shown, new Candidate(shown, "", shown.equals(full)));
        }
        return all.values().stream();
    }

    private Stream<Candidate> arguments(String[] before) {
        String name = before[0].startsWith(SCOPE) ? before[0].substring(SCOPE.length()) : before[0];
        Optional<Commands.Known> known = commands.get().stream().filter(one -> one.name().equals(name))
                .findFirst();
        if (known.isEmpty()) {
            return Stream.empty();
        }
        String usage = known.get().usage();
        Matcher value = Pattern.compile(Pattern.quote(before[before.length - 1]) + " ([A-Z]+)\\b").matcher(usage);
        if (before.length > 1 && before[before.length - 1].startsWith("--") && value.find()) {
            return values(value.group(1));
        }
        String places = FLAG.matcher(usage).replaceAll("--").replaceAll("-- [A-Z]+", "");
        return Stream.concat(PLACE.matcher(places).results().flatMap(place -> values(place.group())),
                FLAG.matcher(usage).results().map(flag -> new Candidate(flag.group(), "", true)))
                .filter(one -> !List.of(before).subList(1, before.length).contains(one.value()));
    }

    private Stream<Candidate> values(String place) {
        return switch (place) {
            case "HOST" -> hosts.get().stream().map(host -> new Candidate(host, "", true));
            case "N" -> SIZES.stream().map(size -> new Candidate(size, "", true));
            case "COMMAND" -> commands.get().stream()
                    .map(known -> new Candidate(known.name(), known.summary(), true));
            default -> Stream.empty();
        };
    }
}
