// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Urls;
import io.mgmt.cluster.RaftTiming;
import io.mgmt.core.membership.Delays;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The configuration, checked.
 *
 * @param advertisedClientUrls as others reach the etcd of this host; never empty
 * @param advertisedServerUrls as its peers reach it; never empty
 * @param mostVoters the largest size that an operator may ask for
 * @param delays how long what may take in the cluster
 * @param leaveWithin how long stopping may take
 */
record Settings(Urls seeds, Urls clientUrls, Urls serverUrls, Urls advertisedClientUrls,
        Urls advertisedServerUrls,
        int idealClusterSize, int mostVoters, boolean noServer, boolean keepMember, String zone,
        SortedMap<String, String> labels, boolean newCluster, Delays delays,
        Duration heartbeat, Duration election, Duration leaveWithin) {

    private static final int MOST_ELECTION_MILLIS = (int) RaftTiming.LONGEST_ELECTION.toMillis();
    private static final int MOST_SECONDS = 3600;
    /**
     * Raft waits for more than half of the voters at each write; beyond this it only gets slower.
     */
    private static final int MOST_VOTERS = 99;
    /** They travel in a key that every host writes anew at each change. */
    private static final int MOST_LABELS = 100;

    Settings {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /** @throws WrongInputException naming the flag, quoting the value */
    static Settings of(MembershipConfig config) {
        Urls clientUrls = UrlRules.listening("--client-urls", config.clientUrls());
        Urls serverUrls = UrlRules.listening("--server-urls", config.serverUrls());
        UrlRules.apart("--client-urls", clientUrls, "--server-urls", serverUrls);
        int most = within("maxClusterSize", config.maxClusterSize(), 1, MOST_VOTERS);
        int heartbeat = within("heartbeatMillis", config.heartbeatMillis(), 1,
                MOST_ELECTION_MILLIS / 5);
        Urls toldClientUrls = UrlRules.advertised("--advertise-client-urls", config.advertiseClientUrls(),
                "--client-urls", clientUrls);
        Urls toldServerUrls = UrlRules.advertised("--advertise-server-urls", config.advertiseServerUrls(),
                "--server-urls", serverUrls);
        UrlRules.apart("--advertise-client-urls", toldClientUrls, "--advertise-server-urls", toldServerUrls);
        return new Settings(UrlRules.parse("--seeds", config.seeds()), clientUrls, serverUrls, toldClientUrls,
                toldServerUrls,
                within("--ideal-cluster-size", config.idealClusterSize(), 1, most), most,
                config.noServer(), config.keepMember(), text("--zone", config.zone().strip()),
                labels(config.label()), config.newCluster(),
                delays(config), Duration.ofMillis(heartbeat),
                Duration.ofMillis(within("electionMillis", config.electionMillis(), 5 * heartbeat,
                        MOST_ELECTION_MILLIS)),
                Duration.ofSeconds(within("leaveSeconds", config.leaveSeconds(), 1, MOST_SECONDS)));
    }

    private static Delays delays(MembershipConfig config) {
        Delays usual = Delays.DEFAULTS;
        try {
            return new Delays(seconds("hostSessionSeconds", config.hostSessionSeconds(), 2),
                    seconds("leadershipSessionSeconds", config.leadershipSessionSeconds(), 2),
                    seconds("replacementSeconds", config.replacementSeconds(), 1),
                    seconds("orphanSeconds", config.orphanSeconds(), 1),
                    seconds("memberStartSeconds", config.memberStartSeconds(), 1),
                    seconds("noProgressSeconds", config.noProgressSeconds(), 1),
                    seconds("backOffSeconds", config.backOffSeconds(), 1),
                    seconds("mostBackOffSeconds", config.mostBackOffSeconds(), 1),
                    seconds("leavingSeconds", config.leavingSeconds(), 1),
                    Duration.ofMillis(within("tickMillis", config.tickMillis(), 10,
                            MOST_SECONDS * 1000)), usual.storeCall(), usual.membershipCall());
        } catch (IllegalArgumentException e) {
            throw new WrongInputException("io.mgmt.membership: " + e.getMessage());
        }
    }

    private static Duration seconds(String what, int value, int least) {
        return Duration.ofSeconds(within(what, value, least, MOST_SECONDS));
    }

    private static int within(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new WrongInputException(what + " " + value
                    + " is out of range. Pass a number from " + least + " to " + most + ".");
        }
        return value;
    }

    private static String text(String flag, String value) {
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new WrongInputException(flag + " \"" + value.replaceAll("\\p{Cntrl}", "?")
                    + "\" holds a control character. Leave it out.");
        }
        return value;
    }

    private static SortedMap<String, String> labels(String[] texts) {
        SortedMap<String, String> labels = new TreeMap<>();
        List<String> given = new ArrayList<>(List.of(texts));
        given.removeIf(String::isBlank);
        for (String label : given) {
            int equals = label.indexOf('=');
            if (equals < 1) {
                throw new WrongInputException("--label \"" + label
                        + "\" is no label. Write it as KEY=VALUE, for example --label disk=ssd.");
            }
            labels.put(text("--label", label.substring(0, equals).strip()),
                    text("--label", label.substring(equals + 1).strip()));
        }
        if (labels.size() > MOST_LABELS) {
            throw new WrongInputException(labels.size() + " labels; at most " + MOST_LABELS
                    + ". Pass fewer --label.");
        }
        return labels;
    }

    /** The times of raft, for a cluster that is founded here. */
    RaftTiming timing() {
        return new RaftTiming(heartbeat, election);
    }
}
