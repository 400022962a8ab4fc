// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.cluster.ViewedHost;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which hosts may become members: willing, here, not banned, reachable, and of a fitting version of etcd. */
final class Candidacy {

    /** What keeps a host from being chosen. */
    enum Bar {
        NONE, GONE, LEAVING, NO_VOLUNTEER, BANNED, NO_URL, URL_TAKEN, VERSION_UNKNOWN, VERSION
    }

    /** No voter's version is known. */
    private static final int UNKNOWN = -1;

    private final Map<String, Seat> holders = new HashMap<>();
    private final int lowest;
    private final int highest;

    Candidacy(List<Seat> seats) {
        int least = Integer.MAX_VALUE;
        boolean allKnown = true;
        for (Seat seat : seats) {
            for (String url : seat.member().peerUrls()) {
                holders.put(url, seat);
            }
            if (seat.isVoter()) {
                Optional<EtcdVersion> version = seat.version();
                allKnown &= version.isPresent();
                least = version.isPresent() ? Math.min(least, version.get().minor()) : least;
            }
        }
        lowest = least == Integer.MAX_VALUE ? UNKNOWN : least;
        // An unknown voter may be a minor version lower: then only what is lowest now is sure to fit.
        highest = allKnown ? lowest + 1 : lowest;
    }

    /** Whether the host could be added now, if it is no member or only holds its own broken place. */
    Bar bar(ViewedHost host) {
        if (!host.session().alive()) {
            return Bar.GONE;
        }
        if (host.leaving().isPresent()) {
            return Bar.LEAVING;
        }
        if (!host.offer().volunteer()) {
            return Bar.NO_VOLUNTEER;
        }
        if (host.standing().banned().isPresent()) {
            return Bar.BANNED;
        }
        if (host.offer().peerUrls().isEmpty()) {
            return Bar.NO_URL;
        }
        if (holder(host).isPresent()) {
            return Bar.URL_TAKEN;
        }
        Optional<EtcdVersion> version = EtcdVersion.parse(host.offer().etcdVersion());
        if (version.isEmpty() || lowest == UNKNOWN) {
            return Bar.VERSION_UNKNOWN;
        }
        int minor = version.get().minor();
        return minor == lowest || minor == highest ? Bar.NONE : Bar.VERSION;
    }

    /** True if the host runs what the voters run, and not the next version. */
    boolean isOfLowestVersion(ViewedHost host) {
        return EtcdVersion.parse(host.offer().etcdVersion()).filter(version -> version.minor() == lowest).isPresent();
    }

    /** Why the host may not be chosen, in words. */
    String words(ViewedHost host) {
        return switch (bar(host)) {
            case NONE -> "may be chosen";
            case GONE -> "its session is gone";
            case LEAVING -> "it leaves";
            case NO_VOLUNTEER -> "it is no volunteer";
            case BANNED -> "it is banned for a while: " + host.standing().banned().orElse("");
            case NO_URL -> "it names no peer URL";
            case URL_TAKEN -> "its peer URL is held by member " + holder(host).map(Seat::name).orElse("");
            case VERSION_UNKNOWN -> lowest == UNKNOWN ? "the version of the voters' etcd is not known"
                    : "the version of its etcd is not known";
            case VERSION -> "it runs etcd " + host.offer().etcdVersion() + ", but the voters run "
                    + EtcdVersion.words(lowest) + (highest > lowest
                            ? ": only " + EtcdVersion.words(lowest) + " and " + EtcdVersion.words(highest) + " may join"
                            : ", one of unknown version: only " + EtcdVersion.words(lowest) + " may join");
        };
    }

    /** The member of another host that holds one of its peer URLs. */
    private Optional<Seat> holder(ViewedHost host) {
        for (String url : host.offer().peerUrls()) {
            Seat seat = holders.get(url);
            if (seat != null && !seat.host().map(ViewedHost::name).equals(Optional.of(host.name()))) {
                return Optional.of(seat);
            }
        }
        return Optional.empty();
    }
}
