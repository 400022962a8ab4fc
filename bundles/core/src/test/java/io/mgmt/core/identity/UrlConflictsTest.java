// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.identity;

import static org.junit.Assert.assertEquals;

import io.mgmt.etcd.Members.Member;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public final class UrlConflictsTest {

    private static Member member(String name, String address) {
        return new Member("8e", name, List.of("http://" + address + ":2380"), List.of("http://" + address + ":2379"),
                false);
    }

    private static Optional<String> problem(String clientUrl, String peerUrl, Member... members) {
        return UrlConflicts.of("h4", List.of("http://" + clientUrl),
                List.of("http://" + peerUrl), List.of(members));
    }

    @Test
    public void aUrlHasOneMember() {
        assertEquals(Optional.of("Cannot be h4 at http://10.0.0.1:2380: the member h1 (8e) has that URL.\n  Pass"
                + " another --server-urls (or --advertise-server-urls). If h1 is gone for good: mgmt etcdctl member"
                + " remove 8e, then start again. Nothing was changed."),
                problem("10.0.0.4:2379", "10.0.0.1:2380", member("h1", "10.0.0.1")));
        assertEquals(Optional.of("Cannot be h4 at http://10.0.0.1:2379: the member h1 (8e) has that URL.\n  Pass"
                + " another --client-urls (or --advertise-client-urls). If h1 is gone for good: mgmt etcdctl member"
                + " remove 8e, then start again. Nothing was changed."),
                problem("10.0.0.1:2379", "10.0.0.4:2380", member("h1", "10.0.0.1")));
    }

    @Test
    public void membersOnOtherMachinesDoNotReachALoopback() {
        for (String own : List.of("127.0.0.1", "127.1.2.3", "localhost", "[::1]")) {
            assertEquals(own, Optional.of("Cannot be h4 at http://" + own + ":2380: only this machine reaches that, but"
                    + " the member h1 is at http://10.0.0.1:2380.\n  Pass --server-urls (or --advertise-server-urls)"
                    + " with an address that the other members reach. Nothing was changed."),
                    problem("10.0.0.4:2379", own + ":2380", member("h1", "10.0.0.1")));
        }
        assertEquals(Optional.of("Cannot be h4 at http://127.0.0.1:2379: only this machine reaches that, but the"
                + " member h1 is at http://10.0.0.1:2379.\n  Pass --client-urls (or --advertise-client-urls) with an"
                + " address that the other members reach. Nothing was changed."),
                problem("127.0.0.1:2379", "10.0.0.4:2380", member("h1", "10.0.0.1")));
    }

    @Test
    public void allOnOneMachineMayUseTheLoopback() {
        assertEquals(Optional.empty(), problem("127.0.0.1:4", "127.0.0.1:5", member("h1", "127.0.0.1"),
                member("h2", "localhost")));
        assertEquals(Optional.empty(), problem("10.0.0.4:2379", "10.0.0.4:2380", member("h1", "127.0.0.1")));
    }

    /** It was nominated and has not run, or it has lost its data: its place, not another's. */
    @Test
    public void itsOwnMemberIsNoneBesideIt() {
        assertEquals(Optional.empty(), problem("10.0.0.4:2379", "10.0.0.4:2380", member("h4", "10.0.0.4"),
                member("", "10.0.0.4")));
    }
}
