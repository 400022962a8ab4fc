// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.graph.ResourceSpec;
import io.mgmt.resource.Change;
import io.mgmt.resource.Resource;
import io.mgmt.resource.ResourceException;
import io.mgmt.resource.ResourceType;
import io.mgmt.resource.Watch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

/**
 * What the engine relies on in every kind of resource. A subclass names one wish and a way out of
 * it; each test begins out of the wanted state.
 */
public abstract class ResourceContract {

    /** How long a report of a watch may take on a busy machine. */
    private static final long PATIENCE_SECONDS = 10;

    private final PlainContext context = new PlainContext();

    /** The kind; the same one for a whole test. */
    protected abstract ResourceType type();

    /** A wish that the host does not fulfil yet. */
    protected abstract ResourceSpec spec();

    /** The directory that holds all that the resource may read or write. */
    protected abstract Path scene();

    /** Leads the host out of the wanted state, as somebody else would. */
    protected abstract void disturb() throws Exception;

    private Resource resource() throws Exception {
        return type().create(spec());
    }

    private void apply(List<Change> changes) throws ResourceException {
        for (Change change : changes) {
            change.apply(context);
        }
    }

    @Test
    public void checkNeverWrites() throws Exception {
        try (Resource resource = resource()) {
            TreeSnapshot before = TreeSnapshot.of(scene());
            resource.check(context);
            resource.check(context);
            assertUntouched(before);

            apply(resource.check(context));
            TreeSnapshot after = TreeSnapshot.of(scene());
            resource.check(context);
            assertUntouched(after);
        }
    }

    /** What {@code --noop} and {@code mgmt plan} do with changes: look at them. */
    @Test
    public void changesTellWhatTheyWouldDoAndWriteNothing() throws Exception {
        try (Resource resource = resource()) {
            TreeSnapshot before = TreeSnapshot.of(scene());
            List<Change> changes = resource.check(context);
            assertFalse("nothing to be done; spec() is to be a wish that is not fulfilled",
                    changes.isEmpty());
            for (Change change : changes) {
                assertFalse("a summary says something", change.summary().isBlank());
                assertEquals("a summary is one line: " + change.summary(), 1,
                        change.summary().lines().count());
                change.diff().ifPresent(diff -> assertFalse("a diff that is there says something",
                        diff.isBlank()));
            }
            assertUntouched(before);
            assertEquals("what was not applied is still to be done", summaries(changes),
                    summaries(resource.check(context)));
        }
    }

    @Test
    public void applyReachesTheStateAndASecondCheckIsEmpty() throws Exception {
        try (Resource resource = resource(); Resource other = resource()) {
            apply(resource.check(context));
            assertEquals(List.of(), summaries(resource.check(context)));
            assertEquals("another object of the same wish agrees", List.of(),
                    summaries(other.check(context)));
        }
    }

    @Test
    public void aChangeMayBeAppliedAgain() throws Exception {
        try (Resource resource = resource()) {
            List<Change> changes = resource.check(context);
            apply(changes);
            apply(changes);
            assertEquals(List.of(), summaries(resource.check(context)));
        }
    }

    @Test
    public void whatIsDisturbedIsReportedAndRepaired() throws Exception {
        Semaphore reports = new Semaphore(0);
        try (Resource resource = resource()) {
            Watch watch = resource.watch(context, reports::release);
            apply(resource.check(context));
            for (int i = 0; i < 3; i++) {
                // The state counts, not the number of reports: those of our own changes may come
                // late.
                disturb();
                awaitDrift(resource, reports);
                apply(resource.check(context));
                assertEquals(List.of(), summaries(resource.check(context)));
            }
            watch.close();
            watch.close();
        }
    }

    /** Looks after reports only, as the engine does. */
    private void awaitDrift(Resource resource, Semaphore reports) throws Exception {
        do {
            assertTrue("no report of a change in " + PATIENCE_SECONDS + " s",
                    reports.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS));
            reports.drainPermits();
        } while (resource.check(context).isEmpty());
    }

    @Test
    public void watchingWritesNothing() throws Exception {
        try (Resource resource = resource()) {
            TreeSnapshot before = TreeSnapshot.of(scene());
            Watch watch = resource.watch(context, () -> { });
            assertUntouched(before);
            watch.close();
            assertUntouched(before);
        }
    }

    @Test
    public void closingLeavesTheHostAsItIsAndMayBeDoneTwice() throws Exception {
        Resource resource = resource();
        apply(resource.check(context));
        TreeSnapshot before = TreeSnapshot.of(scene());
        resource.close();
        resource.close();
        assertUntouched(before);
    }

    @Test
    public void namesForEdgesStayTheSame() throws Exception {
        try (Resource resource = resource(); Resource other = resource()) {
            assertEquals(resource.provides(), other.provides());
            assertEquals(resource.uses(), other.uses());
            assertEquals(resource.groupKey(), other.groupKey());
            for (var name : resource.provides()) {
                assertFalse("it would wait for itself: " + name, resource.uses().contains(name));
            }
        }
    }

    @Test
    public void disturbingMattersToTheCheck() throws Exception {
        try (Resource resource = resource()) {
            apply(resource.check(context));
            disturb();
            assertNotEquals("disturb() is to lead out of the wanted state", List.of(),
                    summaries(resource.check(context)));
        }
    }

    private void assertUntouched(TreeSnapshot before) throws IOException {
        assertEquals(before.toString(), TreeSnapshot.of(scene()).toString());
    }

    private static List<String> summaries(List<Change> changes) {
        return changes.stream().map(Change::summary).toList();
    }
}
