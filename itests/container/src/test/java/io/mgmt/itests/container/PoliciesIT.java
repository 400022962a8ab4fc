// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.container;

import static io.mgmt.testkit.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;
import static org.ops4j.pax.exam.CoreOptions.workingDirectory;

import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.ClusterView.Lead;
import io.mgmt.cluster.ClusterView.Moment;
import io.mgmt.cluster.ClusterView.Raft;
import io.mgmt.cluster.ClusterView.Wanted;
import io.mgmt.cluster.PlacementPolicy;
import io.mgmt.cluster.PolicyOffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerMethod;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;

/** The policies of {@code policies.feature} as bundles: what they offer, and when. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerMethod.class)
public final class PoliciesIT {

    private static final String SURVIVE = "io.mgmt.sizing.survive";
    private static final ClusterView NOBODY = new ClusterView(new Moment(7, 0), new Lead("h1", false), List.of(),
            List.of(), new Raft("", 0), Optional.empty(), new Wanted(1, Optional.empty(), false));

    @Inject
    private BundleContext context;

    private Felix felix;

    /** Runs outside the container; what the tests are to know goes in as framework properties. */
    @Configuration
    public Option[] policies() throws IOException {
        List<Option> options = new ArrayList<>(List.of(
                junitBundles(),
                workingDirectory(Distribution.MODULE.resolve("target/exam").toString()),
                systemPackages("io.mgmt.testkit"),
                frameworkProperty("gosh.args").value("--nointeractive"),
                frameworkProperty("org.ops4j.pax.logging.DefaultServiceLog.level").value("INFO"),
                frameworkProperty("test.policies").value(Distribution.policies().stream()
                        .map(Distribution::location).collect(Collectors.joining(",")))));
        Distribution.artifacts().stream()
                .filter(name -> !name.startsWith("io.mgmt.") || name.equals("io.mgmt.api")
                        || name.equals("io.mgmt.sizing.fixed"))
                .forEach(artifact -> options.add(bundle(Distribution.location(artifact))));
        return options.toArray(Option[]::new);
    }

    @Before
    public void enterFelix() {
        felix = new Felix(context);
    }

    private void install() throws Exception {
        felix.install(List.of(context.getProperty("test.policies").split(",")));
    }

    /** Of one bundle. */
    private Optional<ServiceReference<ClusterSizingPolicy>> offered(String bundle) {
        try {
            return context.getServiceReferences(ClusterSizingPolicy.class, null).stream()
                    .filter(reference -> reference.getBundle().getSymbolicName().equals(bundle)).findFirst();
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private String reason(String bundle) {
        return offered(bundle).map(context::getService).map(policy -> policy.size(NOBODY).reason()).orElse("none");
    }

    @Test
    public void everyPolicyIsOfferedWithoutAConfigurationAndComesBeforeTheDefault() throws Exception {
        install();
        TreeSet<String> offering = new TreeSet<>();
        for (ServiceReference<ClusterSizingPolicy> reference
                : context.getServiceReferences(ClusterSizingPolicy.class, null)) {
            offering.add(reference.getBundle().getSymbolicName());
        }
        assertEquals(new TreeSet<>(List.of("io.mgmt.sizing.fixed", "io.mgmt.sizing.fraction", "io.mgmt.sizing.schedule",
                SURVIVE)), offering);
        assertEquals("of equal rank the first that came decides", "io.mgmt.sizing.fraction",
                context.getServiceReference(ClusterSizingPolicy.class).getBundle().getSymbolicName());
        assertTrue(felix.find(PlacementPolicy.class).isPresent());
        felix.stop("io.mgmt.sizing.fraction");
        assertTrue("a bundle that stops takes its policy with it", offered("io.mgmt.sizing.fraction").isEmpty());
    }

    @Test
    public void aConfigurationSetsTheRankEvenAsAText() throws Exception {
        felix.configure(SURVIVE, Map.of("service.ranking", "10", "failures", "2"));
        install();
        ServiceReference<ClusterSizingPolicy> best = context.getServiceReference(ClusterSizingPolicy.class);
        assertEquals(SURVIVE, best.getBundle().getSymbolicName());
        assertEquals(10, best.getProperty(Constants.SERVICE_RANKING));
        assertTrue(reason(SURVIVE), reason(SURVIVE).contains("survive 2 failures"));
    }

    @Test
    public void aConfigurationMakesItAShadowAndBackInTheSamePlace() throws Exception {
        felix.configure(SURVIVE, Map.of("mgmt.shadow", "true"));
        install();
        ServiceReference<ClusterSizingPolicy> policy = offered(SURVIVE).orElseThrow();
        assertEquals(true, policy.getProperty(PolicyOffer.SHADOW));
        felix.configure(SURVIVE, Map.of("mgmt.shadow", false));
        eventually(Felix.SOON, "it decides", () -> Boolean.FALSE.equals(policy.getProperty(PolicyOffer.SHADOW)));
    }

    @Test
    public void aWrongConfigurationIsNoPolicyUntilItIsMended() throws Exception {
        felix.configure(SURVIVE, Map.of("failures", -1));
        felix.configure("io.mgmt.sizing.fraction", Map.of("percent", "half"));
        felix.configure("io.mgmt.sizing.schedule", Map.of("timeZone", "Nowhere/Land"));
        felix.configure("io.mgmt.placement.pinned", Map.of("prefer", "store"));
        install();
        assertEquals(List.of(), felix.idle());
        assertEquals("the default decides", "io.mgmt.sizing.fixed",
                context.getServiceReference(ClusterSizingPolicy.class).getBundle().getSymbolicName());
        assertEquals(1, context.getServiceReferences(ClusterSizingPolicy.class, null).size());
        assertTrue(felix.find(PlacementPolicy.class).isEmpty());
        felix.configure(SURVIVE, Map.of("failures", 1));
        eventually(Felix.SOON, "the policy is offered", () -> offered(SURVIVE).isPresent());
    }

    /** Else another policy would decide for a moment, and the cluster would begin to shrink or to grow. */
    @Test
    public void aPolicyIsThereWhileItsConfigurationChangesAndAWrongChangeCountsForNothing() throws Exception {
        felix.configure(SURVIVE, Map.of("failures", 1));
        install();
        List<Integer> events = Collections.synchronizedList(new ArrayList<>());
        context.addServiceListener(event -> events.add(event.getType()),
                "(" + Constants.OBJECTCLASS + "=" + ClusterSizingPolicy.class.getName() + ")");
        felix.configure(SURVIVE, Map.of("failures", -1));
        felix.configure(SURVIVE, Map.of("failures", 3));
        eventually(Felix.SOON, "the new configuration counts", () -> reason(SURVIVE).contains("survive 3 failures"));
        assertEquals("of equal rank it keeps its place", List.of(), events);
        felix.configure(SURVIVE, Map.of("failures", 3, "service.ranking", 5));
        eventually(Felix.SOON, "the new rank alone is offered", () -> events.size() >= 2);
        assertEquals(List.of(ServiceEvent.REGISTERED, ServiceEvent.UNREGISTERING), events);
        assertEquals(SURVIVE, context.getServiceReference(ClusterSizingPolicy.class).getBundle().getSymbolicName());
    }
}
