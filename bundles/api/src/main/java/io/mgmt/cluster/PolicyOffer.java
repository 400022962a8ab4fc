// SPDX-License-Identifier: Apache-2.0
package io.mgmt.cluster;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;

/**
 * Offers a policy as a service once its configuration makes sense, for a component that has one. It
 * registers it itself, because the service of a component that throws stays in the registry, and each who
 * asks for it makes it throw again.
 *
 * @param <P> {@link ClusterSizingPolicy} or {@link PlacementPolicy}
 */
@ProviderType
public final class PolicyOffer<P> implements AutoCloseable {

    /**
     * Service property, true or false: the policy is asked, and never decides; where it differs from the one
     * that does, that is told.
     */
    public static final String SHADOW = "mgmt.shadow";

    private static final Pattern WHOLE = Pattern.compile("\\s*[+-]?\\d{1,9}\\s*");

    private final BundleContext context;
    private final Class<P> type;
    private final P policy;
    private final List<String> numbers;
    private ServiceRegistration<P> registration;
    private int ranking;
    private boolean shadow;

    /**
     * Nothing is offered yet.
     *
     * @param numbers the properties that are whole numbers, besides {@code service.ranking}
     */
    public PolicyOffer(BundleContext context, Class<P> type, P policy, String... numbers) {
        this.context = context;
        this.type = type;
        this.policy = policy;
        this.numbers = List.of(numbers);
    }

    /**
     * Takes a configuration: the first one, or a changed one. A change does not take the policy away, else
     * another would decide for a moment; a wrong one changes nothing.
     *
     * @param read what the policy makes of it; an {@link IllegalArgumentException} says in a sentence what is wrong
     * @param use is given that, before the policy is offered
     * @param rank its {@code service.ranking}
     * @param properties the configuration as it came: it may say {@link #SHADOW}, and names what is no number
     * @return what is wrong, in a sentence; empty if it is in force
     */
    public synchronized <V> Optional<String> configure(Supplier<V> read, Consumer<V> use, IntSupplier rank,
            Map<String, Object> properties) {
        try {
            V value = read.get();
            int nextRanking = rank.getAsInt();
            use.accept(value);
            offer(nextRanking, Boolean.parseBoolean(String.valueOf(properties.get(SHADOW))));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        } catch (RuntimeException e) {
            // What Declarative Services throws for a text that should be a number does not name it.
            return Optional.of(notNumber(properties).orElseThrow(() -> e));
        }
    }

    private Optional<String> notNumber(Map<String, Object> properties) {
        return Stream.concat(numbers.stream(), Stream.of(Constants.SERVICE_RANKING))
                .filter(name -> properties.containsKey(name)
                        && !WHOLE.matcher(String.valueOf(properties.get(name))).matches())
                .map(name -> name + " = \"" + properties.get(name) + "\" is no whole number. Give one.").findFirst();
    }

    /** Only a new rank needs a new registration: of equal policies the one that was offered first decides. */
    private void offer(int nextRanking, boolean nextShadow) {
        ServiceRegistration<P> former = registration;
        boolean isSameRank = former != null && nextRanking == ranking;
        if (isSameRank && nextShadow == shadow) {
            return;
        }
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Constants.SERVICE_RANKING, nextRanking);
        properties.put(SHADOW, nextShadow);
        ranking = nextRanking;
        shadow = nextShadow;
        if (isSameRank) {
            former.setProperties(properties);
            return;
        }
        registration = context.registerService(type, policy, properties);
        if (former != null) {
            former.unregister();
        }
    }

    /** True once a configuration made sense. */
    public synchronized boolean isOffered() {
        return registration != null;
    }

    /** Takes the policy back. */
    @Override
    public synchronized void close() {
        if (registration != null) {
            registration.unregister();
            registration = null;
        }
    }
}
