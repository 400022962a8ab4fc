// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Command;
import io.mgmt.agent.Timers;
import io.mgmt.store.Store;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
        return List.of(
                register(context, new MembersCommand(inquiry), "members", "[--json]",
                        "Shows who is a member of the cluster, who could become one, and what is wrong."),
                register(context, new PlanCommand(inquiry, mostVoters), "plan", "--size N [--json]",
                        "Shows the steps from here to a size of the cluster, with voters, quorum and tolerated failures"
                                + " before and after each. Changes nothing."),
                register(context, new WhyCommand(inquiry), "why", "[HOST] [--json]",
                        "Says why a host is, or is not, a member of the cluster. Without a host: for all."),
                register(context, new PoliciesCommand(inquiry), "policies", "[--json]",
                        "Shows the sizing and placement policies: which are installed, which one decides, and what each"
                                + " of them says now."),
                register(context, new ResizeCommand(inquiry, mostVoters, store, DecisionFeed::new), "resize",
                        "N [--no-wait] [--json]",
                        "Sets how many hosts are to run an etcd server with a vote, shows the plan, and reports each"
                                + " step until that is reached or nothing more can be done.",
                        "Ctrl-C ends the report alone: the cluster goes on by itself."),
                register(context, RecordCommand.forget(inquiry, store), "forget", "HOST",
                        "Says that a host that has gone went on purpose: its absence is no outage any more."),
                register(context, RecordCommand.pardon(inquiry, store), "pardon", "HOST",
                        "Lifts the ban of a host that failed, and forgets its failures."));
    }

    private static ServiceRegistration<Command> register(BundleContext context, Command command, String name,
            String usage, String... description) {
        return context.registerService(Command.class, command, FrameworkUtil.asDictionary(Map.of(Command.NAME, name,
                Command.USAGE, usage, Command.DESCRIPTION, description)));
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
