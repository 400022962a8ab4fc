// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Command;
import io.mgmt.agent.Timers;
import io.mgmt.store.Store;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/** The commands about the cluster; each works on every host that has a connection to it. */
final class ClusterCommands {

    /** Two looks with members that do not answer take some seconds. */
    private static final int MOST_SECONDS = 15;

    private ClusterCommands() {
    }

    /** @param store the one that can be used at present */
    static List<ServiceRegistration<Command>> register(BundleContext context, HostLoop loop, Timers timers,
            int mostVoters, Supplier<Optional<Store>> store) {
        Inquiry inquiry = new Inquiry(() -> look(loop.leader()), new Silence(new VersionProbe()),
                timers::epochMillis, () -> loop.report().endpoints().stream().map(URI::toString).toList());
        Map<String, Command> commands = new TreeMap<>(Map.of("members", new MembersCommand(inquiry),
                "plan", new PlanCommand(inquiry, mostVoters), "why", new WhyCommand(inquiry),
                "policies", new PoliciesCommand(inquiry),
                "resize", new ResizeCommand(inquiry, mostVoters, store, DecisionFeed::new),
                "forget", RecordCommand.forget(inquiry, store), "pardon", RecordCommand.pardon(inquiry, store)));
        List<ServiceRegistration<Command>> registrations = new ArrayList<>();
        commands.forEach((name, command) -> registrations.add(context.registerService(Command.class, command,
                FrameworkUtil.asDictionary(Map.of(Command.NAME, name)))));
        return registrations;
    }

    private static Seen look(LeaderLoop leader) throws InterruptedException {
        try {
            Seen seen = leader.look().get(MOST_SECONDS, TimeUnit.SECONDS);
            // Whether a learner is in step shows at a second look only.
            boolean isFirst = seen instanceof Seen.Now now && now.outlook().view().raft().earlierIndex() == 0;
            return isFirst ? leader.look().get(MOST_SECONDS, TimeUnit.SECONDS) : seen;
        } catch (TimeoutException e) {
            return new Seen.Never("no answer within " + MOST_SECONDS + " s");
        } catch (ExecutionException e) {
            throw new IllegalStateException(Objects.toString(e.getCause()), e);
        }
    }
}
