// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import io.mgmt.agent.Agent;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mgmt etcdctl …}: etcdctl with the endpoints of the running agent filled in. */
@Command(name = "etcdctl", mixinStandardHelpOptions = true,
        description = {"Runs etcdctl against the etcd of the running agent.",
            "For example: mgmt etcdctl get --prefix /_mgmt",
            "Where no etcdctl can be had, the agent itself answers get, put, del, watch, member list, member"
                    + " remove and endpoint status."},
        footer = {"", "Only --hostname and --prefix DIR before the first word are ours; the rest goes to etcdctl."})
final class EtcdctlCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private AgentChoice agent;

    @Parameters(paramLabel = "WORD", arity = "0..*", description = "What etcdctl is to do.")
    private List<String> words = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        StringWriter endpoints = new StringWriter();
        int known = ask("endpoints", endpoints, err);
        if (known != 0) {
            return known;
        }
        StringWriter path = new StringWriter();
        if (ask("etcdctl-path", path, new PrintWriter(new StringWriter())) == 0) {
            return etcdctl(path.toString().strip(), endpoints.toString().strip());
        }
        try (SocketChannel channel = agent.connect()) {
            return Control.run(channel, "etcdctl", words, spec.commandLine().getOut(), err);
        }
    }

    private int ask(String command, StringWriter out, PrintWriter err) throws UserException, IOException {
        try (SocketChannel channel = agent.connect()) {
            return Control.run(channel, command, List.of(), new PrintWriter(out), err);
        }
    }

    private int etcdctl(String path, String endpoints) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        line.add(path);
        line.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(line).inheritIO();
        builder.environment().put("ETCDCTL_API", "3");
        builder.environment().putIfAbsent("ETCDCTL_ENDPOINTS", endpoints(words, endpoints));
        // Ctrl-C reaches etcdctl as well; it ends first, and its exit code is ours.
        Signals.hear(name -> { }, "INT");
        int exit = builder.start().waitFor();
        return exit == 0 ? Agent.DONE : Agent.FAILED;
    }

    /**
     * What etcdctl is pointed at. It takes a snapshot of one member only, and refuses to choose; the first is
     * the own one of a host that has one.
     *
     * @param known with commas between them
     */
    static String endpoints(List<String> words, String known) {
        boolean takesOne = Collections.indexOfSubList(words, List.of("snapshot", "save")) >= 0;
        return takesOne ? known.split(",", 2)[0] : known;
    }
}
