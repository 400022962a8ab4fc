// SPDX-License-Identifier: Apache-2.0
// Over 400 lines: what was observed of each host, and the checks that share it.
package io.mgmt.simulator;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.ViewedHost;
import io.mgmt.cluster.ViewedMember;
import io.mgmt.core.identity.Keys;
import io.mgmt.core.membership.Step;
import io.mgmt.membership.SimulatedHost;
import io.mgmt.store.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at everything that happens, and says when an invariant of the product (docs/PROTOCOL.md) is
 * broken. It knows all there is, the product only what it was told some time ago; so what has been true
 * for less than {@link #GRACE_NANOS} is not held against it.
 */
final class Checks {

    /** The longest that a look of the leader takes, and some: a list and statuses of 1 s each. */
    private static final long GRACE_NANOS = 6_000_000_000L;
    /** A size that was in force so lately may be what a decision was made for. */
    private static final long SIZE_NANOS = 10_000_000_000L;

    private static final Pattern CLEAR = Pattern.compile("Clear it with: mgmt etcdctl member remove (\\w+)");

    private record SizeSince(int voters, long nanos) {
    }

    private final World world;
    private Optional<Violation> violation = Optional.empty();
    private final Map<Connection, MembershipCall> lastCalls = new HashMap<>();
    private final LeaderChecks leaders;
    /** Since when a host says that it leaves, by host. */
    private final Map<String, Long> leaving = new HashMap<>();
    private final Map<String, Long> banned = new HashMap<>();
    /** Since when a host has had a session. */
    private final Map<String, Long> sessions = new HashMap<>();
    /** When a host last wrote its keys, or when they went. */
    private final Map<String, Long> lastSeen = new HashMap<>();
    private final List<SizeSince> sizes = new ArrayList<>();
    private String lastAccepted = "";
    private Optional<String> toClear = Optional.empty();
    private int promotions;
    private int removals;

    Checks(World world) {
        this.world = world;
        leaders = new LeaderChecks(world);
    }

    LeaderChecks leaders() {
        return leaders;
    }

    Optional<Violation> violation() {
        return violation;
    }

    /** How often a learner was given a vote. */
    int promotions() {
        return promotions;
    }

    int removals() {
        return removals;
    }

    void broken(String invariant, String words) {
        if (violation.isEmpty()) {
            violation = Optional.of(new Violation(invariant, words, world.scheduler.now() / 1e9));
            world.trace.add("!!!", violation.get().toString());
        }
    }

    void defect(String message, Throwable thrown) {
        StackTraceElement[] stack = thrown.getStackTrace();
        broken("DEFECT", message + ": " + thrown + (stack.length == 0 ? "" : " at " + stack[0]));
    }

    // What is written.

    void changed(Cluster cluster, Event event) {
        String key = event.entry().key();
        if (!key.startsWith(Keys.ROOT)) {
            return;
        }
        long now = world.scheduler.now();
        if (key.startsWith(Keys.HOSTS)) {
            String host = key.substring(Keys.HOSTS.length());
            track(leaving, host, !event.deleted() && event.entry().value().contains("\"leaving\":true"));
            track(sessions, host, !event.deleted());
            lastSeen.put(host, now);
        } else if (key.startsWith(Keys.LEADER)) {
            leaders.changed(event);
        } else if (key.startsWith(Keys.ENDPOINTS) && !event.deleted()) {
            endpoints(cluster, event.entry().value());
        } else if (key.startsWith(Keys.BANNED)) {
            track(banned, key.substring(Keys.BANNED.length()), !event.deleted());
        } else if (key.equals(Keys.ACCEPTED_SIZE) && !event.deleted()) {
            accepted(event.entry().value(), now);
        } else if (key.startsWith(Keys.NOMINATED) && !event.deleted()) {
            nominated(cluster, key.substring(Keys.NOMINATED.length()), event.entry().value());
        } else if (key.startsWith(Keys.DECISIONS) && !event.deleted()) {
            decided(event.entry().value());
        }
    }

    /** A learner answers next to nothing, so nobody is to be sent to it. */
    private void endpoints(Cluster cluster, String urls) {
        for (Seat seat : cluster.seats()) {
            if (seat.isLearner && seat.clientUrls.contains(urls)) {
                broken("S12", urls + " is offered as an endpoint, but " + seat.name + " is a learner");
            }
        }
    }

    private void track(Map<String, Long> since, String host, boolean holds) {
        if (holds) {
            since.putIfAbsent(host, world.scheduler.now());
        } else {
            since.remove(host);
        }
    }

    private boolean hasLong(Map<String, Long> since, String host) {
        Long from = since.get(host);
        return from != null && world.scheduler.now() - from >= GRACE_NANOS;
    }

    private void accepted(String value, long now) {
        if (!value.equals(lastAccepted)) {
            lastAccepted = value;
            try {
                sizes.add(new SizeSince(Integer.parseInt(value), now));
            } catch (NumberFormatException e) {
                broken("SIZE", "accepted size \"" + value + "\"");
            }
        }
    }

    private void nominated(Cluster cluster, String host, String value) {
        for (Seat seat : cluster.seats()) {
            if (value.contains("\"" + seat.id + "\"") && seat.isLearner && !seat.wasStarted()) {
                chosen(host, "nominated");
            }
        }
    }

    private void chosen(String host, String how) {
        if (hasLong(leaving, host)) {
            broken("S6", host + " was " + how + ", although it leaves");
        }
        if (hasLong(banned, host)) {
            broken("S6", host + " was " + how + ", although it is banned");
        }
    }

    /** The member that the last decision asks a person to remove. */
    Optional<String> toClear() {
        return toClear;
    }

    /** The same view gives the same step again. */
    private void decided(String value) {
        Matcher request = CLEAR.matcher(value);
        toClear = request.find() ? Optional.of(request.group(1)) : Optional.empty();
        if (value.contains("\"reason\":\"\"")) {
            broken("L2", "a decision without a reason: " + value);
        }
        for (Machine machine : world.machines) {
            AgentRun run = machine.agent;
            if (run != null && run.isAlive() && value.contains("\"by\":\"" + machine.name + "\"")) {
                run.lastView().ifPresent(view -> compare(run, view, value));
            }
        }
    }

    private void compare(AgentRun run, ClusterView view, String value) {
        // What is written late may be of an earlier look at the same keys.
        if (!value.contains("\"revision\":" + view.moment().revision() + ",")
                || !value.contains("\"timeMillis\":" + view.moment().timeMillis() + ",")) {
            return;
        }
        Step again = SimulatedHost.decide(view, view.wanted().voters(), run.configuration());
        String kind = "\"step\":\"" + again.getClass().getSimpleName() + "\"";
        if (!value.contains(kind)) {
            broken("S7", "decided again it is " + again + ", but it was " + value);
        }
    }

    // What is asked of etcd.

    MembershipCall asked(Connection by, String kind, String target) {
        long now = world.scheduler.now();
        MembershipCall call = new MembershipCall(by, kind, target, now);
        Cluster cluster = world.cluster(by.clusterId());
        boolean isChange = kind.equals("add") || kind.equals("promote") || kind.equals("remove");
        if (cluster == null || !isChange || !(by.caller instanceof AgentRun run)) {
            return call;
        }
        MembershipCall before = lastCalls.put(by, call);
        if (before != null && !before.isSame(call) && before.isOpen(now, cluster)) {
            broken("S3", run.machine.name + " asks to " + kind + " " + target + " while it does not know"
                    + " what became of " + before.kind + " " + before.target);
        }
        leaders.asked(run, call, cluster);
        switch (kind) {
            case "add" -> adding(target);
            case "promote" -> promoting(cluster, target);
            default -> {
                run.lastView().ifPresent(view -> leavesSomebody(view, target));
                removing(cluster, target, run.lastView());
            }
        }
        return call;
    }

    private void adding(String peerUrls) {
        for (Machine machine : world.machines) {
            if (machine.peerUrl.equals(peerUrls)) {
                chosen(machine.name, "added");
            }
        }
    }

    private void promoting(Cluster cluster, String memberId) {
        Seat seat = cluster.seat(memberId);
        if (seat == null || !seat.isLearner) {
            return;
        }
        promotions++;
        // Nobody can know yet what was lost a moment ago; etcd itself refuses then.
        long index = seat.data == null ? 0 : seat.data.indexAt(world.scheduler.now() - GRACE_NANOS);
        if (!seat.wasStarted() || !seat.isPublished() || index < seat.addedAtIndex) {
            broken("S5", "promoting " + seat.name + seat.peerUrls + " at index " + index + ", which was added at "
                    + seat.addedAtIndex);
        }
        int live = isLiveLately(cluster, seat) ? 1 : 0;
        int going = 0;
        for (Seat voter : cluster.seats()) {
            if (!voter.isLearner) {
                live += isLiveLately(cluster, voter) ? 1 : 0;
                going += stays(cluster, voter) && hasLong(sessions, voter.name) ? 0 : 1;
            }
        }
        margin(live, cluster.voters() + 1, "promoting " + seat.name);
        if (cluster.voters() + 1 > mostWanted() + going) {
            broken("S8", "promoting " + seat.name + " makes " + (cluster.voters() + 1)
                    + " voters; wanted " + mostWanted() + ", of which " + going + " do not stay");
        }
    }

    private void removing(Cluster cluster, String memberId, Optional<ClusterView> view) {
        Seat seat = cluster.seat(memberId);
        if (seat == null || seat.isLearner) {
            return;
        }
        removals++;
        int live = 0;
        int staying = 0;
        for (Seat voter : cluster.seats()) {
            if (!voter.isLearner) {
                boolean isLive = isLiveLately(cluster, voter);
                live += isLive && voter != seat ? 1 : 0;
                // Who has withdrawn a moment ago stayed when it was decided (seed 11351: by 6 ms).
                staying += isLive && !hasLong(leaving, voter.name) ? 1 : 0;
            }
        }
        margin(live, cluster.voters() - 1, "removing " + seat.name);
        gain(cluster, seat, view);
        if (stays(cluster, seat) && hasLong(sessions, seat.name) && staying <= leastWanted()) {
            broken("S8", "removing " + seat.name + ", which lives and stays, of " + staying
                    + " that do; wanted " + leastWanted());
        }
    }

    /**
     * As it saw it itself: a leaver goes only if a voter that answers stays. One that has lost its data as well goes
     * before all others, as the broken one that it is: it has no vote that could be missed (seed 26089).
     */
    private void leavesSomebody(ClusterView view, String memberId) {
        boolean isLeaver = false;
        boolean isSomebodyLeft = false;
        for (ViewedMember member : view.members()) {
            Optional<ViewedHost> agent = view.host(member.name());
            boolean leaves = agent.filter(host -> host.leaving().isPresent()).isPresent();
            boolean isBroken = !member.reading().answers()
                    && agent.filter(host -> host.server() == ViewedHost.Server.BROKEN).isPresent();
            isLeaver |= member.id().equals(memberId) && !member.learner() && leaves && !isBroken;
            isSomebodyLeft |= !member.learner() && member.reading().answers() && !leaves;
        }
        if (isLeaver && !isSomebodyLeft) {
            broken("S8", "removing " + memberId + ", which leaves, although no voter stays");
        }
    }

    /** What is gained by removing a dead one: its place is taken, or the rest is safer. */
    private void gain(Cluster cluster, Seat seat, Optional<ClusterView> view) {
        int voters = cluster.voters();
        int silent = 0;
        // One that is back since the leader looked was still a reason for it.
        long leavers = view.stream().flatMap(seen -> seen.members().stream().filter(member -> !member.learner()
                && seen.host(member.name()).filter(host -> host.leaving().isPresent()).isPresent())).count();
        for (Seat voter : cluster.seats()) {
            if (!voter.isLearner) {
                silent += isWell(cluster, voter) ? 0 : 1;
                leavers += leaving.containsKey(voter.name) ? 1 : 0;
            }
        }
        // Lost with its disk, damaged, or set aside by a person.
        boolean isLost = seat.data == null || seat.data.isDamaged
                || world.machines.stream().noneMatch(machine -> machine.disk.data == seat.data);
        if (isLost || leavers > 0 || stays(cluster, seat) || voters > leastWanted()
                || cluster.notCountedFor(seat) < GRACE_NANOS || hasSubstitute(cluster)) {
            return;
        }
        // Of an odd number two have to go for the rest to be safer, of an even number one.
        int least = voters % 2 == 0 ? 1 : 2;
        if (silent < least) {
            broken("S8", "removing " + seat.name + ", one dead of " + voters + " voters, for nothing; wanted "
                    + leastWanted());
        }
    }

    /** There is a learner, or a host that could be one, or there was a moment ago. */
    private boolean hasSubstitute(Cluster cluster) {
        for (Seat seat : cluster.seats()) {
            if (seat.isLearner) {
                return true;
            }
        }
        for (Machine machine : world.machines) {
            boolean isVoter = cluster.seats().stream().anyMatch(seat -> seat.peerUrls.contains(machine.peerUrl));
            boolean isHere = sessions.containsKey(machine.name) || world.scheduler.now()
                    - lastSeen.getOrDefault(machine.name, Long.MIN_VALUE / 2) < GRACE_NANOS;
            if (!isVoter && isHere) {
                return true;
            }
        }
        return false;
    }

    private void margin(int live, int voters, String what) {
        int quorum = voters / 2 + 1;
        if (live < quorum) {
            broken("S4", what + " leaves " + live + " live of " + voters + " voters");
        }
    }

    /** Its vote counts, or has until a moment ago. */
    private boolean isLiveLately(Cluster cluster, Seat seat) {
        return cluster.notCountedFor(seat) < GRACE_NANOS;
    }

    /** It has answered peers and clients for some time. */
    private boolean isWell(Cluster cluster, Seat seat) {
        return cluster.countedFor(seat) >= GRACE_NANOS && seat.process.listens()
                && world.scheduler.now() - seat.process.listensSince() >= GRACE_NANOS;
    }

    /** It has been well for some time, and does not leave. */
    private boolean stays(Cluster cluster, Seat seat) {
        return isWell(cluster, seat) && !leaving.containsKey(seat.name) && seat.data != null && !seat.data.isDamaged
                && sessions.containsKey(seat.name);
    }

    private int mostWanted() {
        int most = 0;
        for (int i = sizes.size() - 1; i >= 0; i--) {
            most = Math.max(most, sizes.get(i).voters());
            if (world.scheduler.now() - sizes.get(i).nanos() > SIZE_NANOS) {
                break;
            }
        }
        return most == 0 ? Integer.MAX_VALUE / 2 : most;
    }

    private int leastWanted() {
        int least = Integer.MAX_VALUE;
        for (int i = sizes.size() - 1; i >= 0; i--) {
            least = Math.min(least, sizes.get(i).voters());
            if (world.scheduler.now() - sizes.get(i).nanos() > SIZE_NANOS) {
                break;
            }
        }
        return least == Integer.MAX_VALUE ? 0 : least;
    }

    // What happens to machines.

    void lost(Cluster cluster, Etcd leader, long entries) {
        broken("S1", leader.machine.name + " leads cluster " + cluster.id + " without " + entries
                + " entries that were committed");
    }

    /** A client of the world reads less than what was confirmed to it. */
    void forgotten(String key) {
        broken("S1", key + " was written, which was confirmed, and is not there");
    }

    void forgotItsVote(Machine machine, String memberId) {
        broken("S10", machine.name + " started member " + memberId + " without its data");
    }

    void founded(Machine machine, String clusterId) {
        Disk disk = machine.disk;
        disk.founded.add(clusterId);
        boolean knowsAnother = disk.cluster.filter(known -> !known.clusterId().isEmpty()
                && !known.clusterId().equals(clusterId)).isPresent();
        if (disk.founded.size() > 1 || knowsAnother) {
            broken("S2", machine.name + " founded cluster " + clusterId + " beside " + disk.founded
                    + " " + disk.cluster);
        }
    }

    void wrongVersion(Machine machine, Cluster cluster) {
        broken("VERSION", machine.name + " with etcd " + machine.version() + " joined members of 3."
                + cluster.minor());
    }

    void ended(Machine machine, int exitCode, String message) {
        if (message.isBlank()) {
            broken("L2", machine.name + " ended with " + exitCode + " and without a reason");
        }
    }

    /** Data is given up only after its member was removed, or when nobody knows whose it is. */
    void archived(Machine machine, EtcdData data) {
        Seat seat = data.cluster.seat(data.memberId);
        if (seat != null && !seat.isLearner && !data.isDamaged && !machine.disk.hasLostState) {
            broken("S9", machine.name + " archived the data of " + data.memberId
                    + ", which is a voter");
        }
    }

    /** When faults have stopped long enough ago. */
    void notReached(String words) {
        broken("L1", words);
    }
}
