// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.agent.StopStep;
import io.mgmt.testkit.Fate;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Test;

/**
 * The steps block the launcher's thread, as their contract wants, while the loop itself never
 * blocks.
 */
public final class StopStepTest {

    private final World world = new World();

    private Life settled() {
        Life life = world.life().start();
        world.pass(Duration.ofSeconds(3));
        return life;
    }

    /** Runs a step in a thread of its own while time passes here. */
    private void run(StopStep step, boolean keepMember) throws InterruptedException {
        Thread thread = new Thread(() -> {
            try {
                step.stop(keepMember);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        while (thread.isAlive()) {
            thread.join(1);
            world.passMillis(1);
        }
    }

    private boolean isVolunteer() {
        return world.store().value("/_mgmt/volunteers/h1").isPresent();
    }

    @Test
    public void withdrawsUnlessTheMemberIsToBeKept() throws InterruptedException {
        Life life = settled();
        run(new WithdrawStep(life.loop(), false), true);
        assertTrue("kept for a reboot", isVolunteer());
        run(new WithdrawStep(life.loop(), true), false);
        assertTrue("kept by configuration", isVolunteer());
        run(new WithdrawStep(life.loop(), false), false);
        assertFalse(isVolunteer());
    }

    @Test
    public void leavesWithMemberAndDataKeptEitherWay() throws InterruptedException {
        for (boolean keepMember : new boolean[] {true, false}) {
            Life life = settled();
            run(new LeaveStep(life.loop(), true), keepMember);
            assertFalse(world.place.isRunning());
            assertTrue(world.place.hasData());
            life.kill();
        }
        assertEquals(1, world.place.founded().size());
    }

    @Test
    public void anInterruptEndsTheWaiting() throws InterruptedException {
        Life life = settled();
        world.store().fate(call -> Fate.HELD);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            try {
                new LeaveStep(life.loop(), true).stop(false);
            } catch (InterruptedException e) {
                thrown.set(e);
            }
            ended.countDown();
        });
        thread.start();
        thread.interrupt();
        ended.await();
        assertTrue(thrown.get() instanceof InterruptedException);
    }

    @Test
    public void saysWhatItWaitsFor() {
        Life life = settled();
        assertEquals("the end of the session and of etcd",
                new LeaveStep(life.loop(), true).waitsFor());
        assertEquals("the end of the session", new LeaveStep(life.loop(), false).waitsFor());
        assertEquals("the cluster to hear that this host leaves",
                new WithdrawStep(life.loop(), false).waitsFor());
    }
}
