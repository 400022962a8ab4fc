// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.container;

import static io.mgmt.testkit.Eventually.eventually;
import static org.junit.Assert.assertEquals;

import io.mgmt.agent.Answer;
import io.mgmt.agent.Command;
import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.cluster.PlacementPolicy;
import io.mgmt.cluster.Sizing;
import io.mgmt.store.Store;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/** Policies that throw, block and answer nonsense, in an agent that leads: the next best decides. */
public final class PolicyFaultsIT {

    @Rule
    public final OwnFelix own = new OwnFelix();

    private final CountDownLatch never = new CountDownLatch(1);

    @Before
    public void start() throws Exception {
        own.start("graph: policies\n");
        own.felix().service(Store.class);
        eventually(Felix.SOON, "the default decides", () -> parts().equals("fixed decides"));
    }

    private <P> ServiceRegistration<P> offer(Class<P> type, P policy, int ranking) {
        return own.context().registerService(type, policy, new Hashtable<>(Map.of(Constants.SERVICE_RANKING, ranking)));
    }

    /** What is said of each sizing policy, the best first. */
    private String parts() {
        return rows().stream().filter(row -> row.get("kind").equals("sizing"))
                .map(row -> String.valueOf(row.get("policy")).replaceAll(".*[./]", "") + " " + row.get("part"))
                .collect(Collectors.joining(", "));
    }

    private List<Map<String, Object>> rows() {
        try {
            for (ServiceReference<Command> reference
                    : own.context().getServiceReferences(Command.class, "(" + Command.NAME + "=policies)")) {
                return own.context().getService(reference).answer(List.of()).map(Answer::rows).orElse(List.of());
            }
            return List.of();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Who decided last, and how many voters that is. */
    private void awaitDecision(int voters, String policy) {
        eventually(Felix.SOON, policy + " decides for " + voters, () -> own.felix().service(Store.class)
                .list("/_mgmt/decisions/").join().entries().stream().reduce((first, second) -> second)
                .filter(last -> last.value().contains("\"wanted\":" + voters + ",")
                        && last.value().contains(policy)).isPresent());
    }

    @Test
    public void oneThatBlocksHoldsNobodyUpAndIsHeededOnceItAnswers() throws Exception {
        offer(ClusterSizingPolicy.class, view -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Sizing(3, "at last");
        }, 100);
        eventually(Felix.SOON, "the next best decides", () -> parts().endsWith("passed over, fixed decides"));
        assertEquals("it has not answered yet", rows().get(0).get("reason"));
        offer(ClusterSizingPolicy.class, view -> new Sizing(1, "one will do"), 50);
        awaitDecision(1, "one will do");
        never.countDown();
        awaitDecision(3, "at last");
    }

    @Test
    public void oneThatThrowsOrAnswersNonsenseIsPassedOver() {
        ServiceRegistration<ClusterSizingPolicy> none = offer(ClusterSizingPolicy.class, view -> null, 100);
        offer(ClusterSizingPolicy.class, view -> new Sizing(1_000_000, "many"), 99);
        offer(ClusterSizingPolicy.class, view -> new Sizing(view.hosts().size() - 9, "few"), 98);
        offer(ClusterSizingPolicy.class, view -> {
            throw new NoClassDefFoundError("gone/Away");
        }, 97);
        offer(PlacementPolicy.class, view -> {
            throw new IllegalStateException("no place");
        }, 97);
        offer(ClusterSizingPolicy.class, view -> new Sizing(1, "one will do"), 50);
        awaitDecision(1, "one will do");
        none.unregister();
        assertEquals(List.of("it asks for 1000000 voters, and the most are 9",
                "it failed with java.lang.IllegalArgumentException: a sizing needs 1 voter or more, and a reason: -8, 'few'",
                "it failed with java.lang.NoClassDefFoundError: gone/Away"),
                rows().stream().filter(row -> row.get("part").equals("passed over") && row.get("kind").equals("sizing"))
                        .map(row -> row.get("reason")).toList());
    }
}
