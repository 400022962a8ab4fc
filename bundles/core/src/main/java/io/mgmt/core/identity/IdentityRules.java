// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.identity;

import io.mgmt.cluster.MemberState;
import io.mgmt.cluster.MemberState.Phase;
import io.mgmt.core.identity.Identity.ConnectOnly;
import io.mgmt.core.identity.Identity.Found;
import io.mgmt.core.identity.Identity.Join;
import io.mgmt.core.identity.Identity.Refuse;
import io.mgmt.core.identity.Identity.StartOwn;

/** The rules behind {@link Identity#of}, most special case first. */
final class IdentityRules {

    private IdentityRules() {
    }

    static Identity server(Stored stored, Wishes wishes) {
        boolean seeded = !wishes.seeds().isEmpty();
        if (wishes.newCluster()) {
            return seeded
                    ? new Join(true, "--new-cluster with --seeds " + wishes.seeds())
                    : new Found(true, "--new-cluster" + unprotected(wishes));
        }
        if (stored.member().isPresent()) {
            return member(stored, stored.member().get(), seeded);
        }
        if (stored.hasData()) {
            return ownerless(stored, wishes);
        }
        if (seeded) {
            return new Join(false, "--seeds " + wishes.seeds());
        }
        if (stored.isIdentity()) {
            return new Join(false, "the stored identity: this host was a client of "
                    + cluster(stored));
        }
        return new Found(false, "no seeds and no stored identity" + unprotected(wishes));
    }

    static Identity client(Stored stored, Wishes wishes) {
        boolean seeded = !wishes.seeds().isEmpty();
        if (wishes.newCluster()) {
            return seeded
                    ? new ConnectOnly(true, "--no-server, and --new-cluster with --seeds "
                            + wishes.seeds())
                    : new Refuse("--new-cluster without --seeds founds a cluster, but --no-server"
                            + " runs no etcd for it.\n  Pass --seeds, or leave out --no-server."
                            + " Nothing was changed.");
        }
        if (stored.member().isPresent()) {
            return new Refuse(stored.host() + " is " + member(stored.member().get()) + " of "
                    + cluster(stored)
                    + ", so --no-server would silence one of its voters.\n  Leave out --no-server;"
                    + " or pass --new-cluster with --seeds, which moves the data to "
                    + stored.directory()
                    + "/archive and leaves that cluster. Nothing was changed.");
        }
        if (seeded) {
            return new ConnectOnly(false, "--no-server with --seeds " + wishes.seeds());
        }
        if (stored.hasEndpoints()) {
            return new ConnectOnly(false, "--no-server; the endpoints are those last seen");
        }
        return new Refuse("--no-server is a client of a running cluster, but no cluster is known."
                + "\n  Pass --seeds URL, or leave out --no-server to found one. Nothing was"
                + " changed.");
    }

    private static Identity member(Stored stored, MemberState member, boolean seeded) {
        boolean hasServed = member.phase() == Phase.MEMBER || !stored.clusterId().isEmpty();
        if (stored.hasData()) {
            return new StartOwn(member, member.phase() == Phase.FOUNDING
                    ? "the founding of its cluster was cut short; it goes on"
                    : "the stored identity and its data");
        }
        if (member.phase() == Phase.JOINING) {
            return new Join(false, "joining was cut short before there was any data");
        }
        if (hasServed) {
            return stored.knowsOthers() || seeded
                    ? new Join(false, "its etcd data is missing, so that its member has forgotten what it voted"
                            + " for: the cluster removes that member, and adds this host anew")
                    : broken(stored, member);
        }
        return seeded
                ? new Join(false, "--seeds; a founding was cut short before there was any data")
                : new StartOwn(member,
                        "the founding of its cluster was cut short before there was any data");
    }

    /**
     * A member that comes back without its data has forgotten its vote, and could elect a second
     * leader.
     */
    private static Refuse broken(Stored stored, MemberState member) {
        return new Refuse(stored.host() + " is " + member(member) + " of " + cluster(stored)
                + ", but its etcd data is missing below " + stored.directory()
                + ". It is never started again without it, because it would have forgotten what it"
                + " voted for.\n  Restore the data from a copy of that directory; or pass"
                + " --new-cluster to leave that cluster and found a new one, without its keys."
                + " Nothing was changed.");
    }

    /** Whose data it is, only its cluster can tell: it lists the member still, or has removed it. */
    private static Identity ownerless(Stored stored, Wishes wishes) {
        boolean asksOthers = stored.knowsOthers() || !stored.own().list().containsAll(wishes.seeds().list());
        String what = "etcd data below " + stored.directory()
                + ", but no state.json that says which member it belongs to";
        if (!stored.clusterId().isEmpty() && asksOthers) {
            return new Join(false, "there is " + what + "; it stays there, and nothing starts, until a member of "
                    + cluster(stored) + " answers; then it is archived");
        }
        return new Refuse(stored.host() + " has " + what + ", and " + (stored.clusterId().isEmpty()
                ? "its cluster is not known" : "it knows no other host of " + cluster(stored))
                + ".\n  Restore state.json from a copy; or write it, see \"state.json is lost\" in"
                + " docs/OPERATING.md; or pass --new-cluster, which moves the data to "
                + stored.directory() + "/archive and " + (wishes.seeds().isEmpty() ? "founds a new cluster"
                        : "joins the cluster of --seeds") + ". Nothing was changed.");
    }

    private static String member(MemberState member) {
        return member.memberId().isEmpty() ? "a member" : "member " + member.memberId();
    }

    private static String cluster(Stored stored) {
        return stored.clusterId().isEmpty() ? "a cluster" : "cluster " + stored.clusterId();
    }

    private static String unprotected(Wishes wishes) {
        return wishes.temporary() ? "; --tmp-prefix: protection against forking is off" : "";
    }
}
