// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.agent.Agent;
import io.mgmt.etcd.RefusedException.Reason;
import io.mgmt.testkit.FakeMembers;
import io.mgmt.testkit.FakeStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.Test;

public class EtcdctlCommandTest {

    private final FakeStore store = new FakeStore(() -> 0L);
    private final FakeMembers members = new FakeMembers().voter("h1", "http://a:1", "http://a:2")
            .voter("h2", "http://b:1", "http://b:2");
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... words) throws InterruptedException {
        return new EtcdctlCommand(store, members).run(List.of(words),
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    /** Status and messages name this command. */
    @Test
    public void removesAMember() throws Exception {
        String id = members.id("h2");
        assertEquals(Agent.DONE, run("member", "remove", id));
        assertEquals("Member " + id + " removed from cluster " + store.clusterId() + "\n", out.toString());
        assertEquals(List.of("remove " + id), members.calls());
    }

    @Test
    public void saysWhatEtcdRefuses() throws Exception {
        members.refuse(Reason.UNHEALTHY);
        assertEquals(Agent.FAILED, run("member", "remove", members.id("h2")));
        assertEquals("", out.toString());
        assertTrue(err.toString(), !err.toString().isBlank());
    }

    @Test
    public void namesWhatThereIs() throws Exception {
        assertEquals(Agent.WRONG_INPUT, run("member", "add", "h3"));
        assertTrue(err.toString(), err.toString().startsWith("Without an etcdctl on this machine there are only: get"
                + " KEY [--prefix], put KEY VALUE, del KEY [--prefix], watch KEY [--prefix], member list, member"
                + " remove ID, endpoint status."));
    }
}
