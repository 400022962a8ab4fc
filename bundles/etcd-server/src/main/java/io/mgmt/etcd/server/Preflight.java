// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import io.mgmt.agent.Urls;
import io.mgmt.etcd.StartPlan;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What can be known to go wrong before anything is started. Each problem is one message with its
 * remedy.
 */
final class Preflight {

    private static final String CLIENT_FLAG = "--client-urls";
    private static final String PEER_FLAG = "--server-urls";

    private final String host;
    private final DataDirectory directory;
    private final boolean isTemporary;

    /** @param isTemporary whether the state goes with the agent */
    Preflight(String host, DataDirectory directory, boolean isTemporary) {
        this.host = host;
        this.directory = directory;
        this.isTemporary = isTemporary;
    }

    /** URLs, directories and ports, in this order. */
    Optional<String> problem(StartPlan plan, Optional<RunningProcess> own) {
        return planProblem(plan, own).or(() -> portProblem(plan, own).map(Ports.Problem::text).map(this::message));
    }

    /** All but the ports. */
    Optional<String> planProblem(StartPlan plan, Optional<RunningProcess> own) {
        return Ports.problem(CLIENT_FLAG, plan.clientUrls())
                .or(() -> Ports.problem(PEER_FLAG, plan.peerUrls()))
                .or(() -> Ports.advertisedProblem("--advertise-client-urls",
                plan.advertisedClientUrls()))
                .or(() -> Ports.advertisedProblem("--advertise-server-urls",
                plan.advertisedPeerUrls()))
                .or(() -> Ports.overlap(plan.clientUrls(), plan.peerUrls()))
                .or(this::directoryProblem)
                .or(() -> own.isPresent() ? Optional.empty() : lockProblem())
                .map(this::message);
    }

    String message(String problem) {
        return host + " cannot start etcd: " + problem + (problem.endsWith(".") ? "" : ".")
                + " Nothing was changed" + (isTemporary ? "." : "; data is kept in " + directory.state() + ".");
    }

    private Optional<String> directoryProblem() {
        return Optional.of(directory.problem()).filter(problem -> !problem.isEmpty());
    }

    /**
     * An etcd that somebody started by hand on our data, in a way in which it cannot be adopted.
     */
    private Optional<String> lockProblem() {
        try {
            if (!directory.isLocked()) {
                return Optional.empty();
            }
        } catch (IOException e) {
            return Optional.of(directory.data() + " cannot be read: " + e.getMessage()
                    + ".\n  Give it to the user that runs mgmt.");
        }
        String holder = Holder.ofFilesIn(Path.of("/proc"), directory.data())
                .map(Holder::toString).orElse("another process");
        return Optional.of(directory.data() + " is in use by " + holder
                + ", which mgmt did not start.\n  Stop it.");
    }

    /**
     * Only the ports, all of them: what another process may take at any time. The own process may hold
     * them. Its text is for {@link #message}.
     */
    Optional<Ports.Problem> portProblem(StartPlan plan, Optional<RunningProcess> own) {
        Set<String> ours = new HashSet<>();
        own.ifPresent(process -> {
            Map<String, String> flags = EtcdFlags.parse(process.arguments());
            for (String flag : List.of(EtcdFlags.LISTEN_CLIENT, EtcdFlags.LISTEN_PEER)) {
                ours.addAll(List.of(flags.getOrDefault(flag, "").split(",", -1)));
            }
        });
        List<Ports.Problem> problems = new ArrayList<>();
        findPortProblems(CLIENT_FLAG, plan.clientUrls(), ours, problems);
        findPortProblems(PEER_FLAG, plan.peerUrls(), ours, problems);
        return Ports.Problem.ofAll(problems);
    }

    private static void findPortProblems(String flag, Urls urls, Set<String> ours,
            List<Ports.Problem> problems) {
        for (URI url : urls.list()) {
            if (!ours.contains(url.toString())) {
                Ports.listenProblem(flag, url).ifPresent(problems::add);
            }
        }
    }
}
