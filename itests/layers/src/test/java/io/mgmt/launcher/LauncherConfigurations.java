// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What the launcher configures when every flag is given; in its package, because its flags are its own affair. */
public final class LauncherConfigurations {

    private static final Map<String, String> SAMPLES = Map.of("PATH", "/bin/true", "FILE", "/tmp/x", "DIR", "/tmp",
            "URLS", "http://127.0.0.1:2379", "NAME", "h1", "KEY=VALUE", "k=v",
            "PID/PROPERTY=VALUE", "io.mgmt.membership/tickMillis=5");

    private LauncherConfigurations() {
    }

    /** PID to the names of its properties. */
    public static Map<String, Set<String>> withEveryFlag() {
        RunFlags flags = new RunFlags();
        CommandLine line = new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(flags));
        List<String> arguments = new ArrayList<>();
        for (OptionSpec option : line.getCommandSpec().options()) {
            arguments.add(option.longestName());
            if (option.arity().max() > 0) {
                // What is neither named nor a number is free text, for which a number does, too.
                arguments.add(SAMPLES.getOrDefault(option.paramLabel(), "5"));
            }
        }
        line.parseArgs(arguments.toArray(String[]::new));
        Map<String, Set<String>> names = new LinkedHashMap<>();
        flags.configurations().forEach((pid, properties) -> names.put(pid, new TreeSet<>(properties.keySet())));
        return names;
    }
}
