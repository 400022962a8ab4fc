// SPDX-License-Identifier: Apache-2.0
package io.mgmt.deploy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.resource.Namespace;

/** What a bundle needs and nobody here gives, in words: the framework says it in filters. */
final class Missing {

    private static final Pattern AT_LEAST = Pattern.compile("[^!]\\(version>=([^)]*)\\)");
    private static final Pattern BELOW = Pattern.compile("\\(!\\(version>=([^)]*)\\)\\)");

    private final BundleContext context;
    private final Shelf shelf;

    Missing(BundleContext context, Shelf shelf) {
        this.context = context;
        this.shelf = shelf;
    }

    /** Empty if everything that it declares to need is there. */
    Optional<UnusableException> of(Bundle bundle) {
        List<String> needs = new ArrayList<>();
        TreeSet<String> found = new TreeSet<>();
        boolean packagesOnly = true;
        for (BundleRequirement need : bundle.adapt(BundleRevision.class).getDeclaredRequirements(null)) {
            if (isNeeded(need) && capabilities(need.getNamespace()).noneMatch(need::matches)) {
                needs.add(words(need));
                packagesOnly &= need.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE);
                shelf.exporting(value(need)).ifPresent(jar -> found.add(jar.toString()));
            }
        }
        if (needs.isEmpty()) {
            return Optional.empty();
        }
        String remedy = !found.isEmpty() ? "copy " + String.join(" and ", found) + " beside it"
                : packagesOnly ? "put a bundle that exports " + (needs.size() == 1 ? "it" : "them")
                        + " into the same directory"
                : "";
        return Optional.of(new UnusableException("it needs " + String.join(", and ", needs), remedy.isEmpty()
                ? "take a version of it that does not need that" : remedy + "; it then starts by itself", true));
    }

    private static boolean isNeeded(BundleRequirement need) {
        String effective = need.getDirectives().get(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE);
        return !Namespace.RESOLUTION_OPTIONAL.equals(
                need.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE))
                && !PackageNamespace.RESOLUTION_DYNAMIC.equals(
                        need.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE))
                && (effective == null || effective.equals(Namespace.EFFECTIVE_RESOLVE));
    }

    private Stream<BundleCapability> capabilities(String namespace) {
        return Arrays.stream(context.getBundles()).map(bundle -> bundle.adapt(BundleRevision.class))
                .filter(revision -> revision != null)
                .flatMap(revision -> revision.getDeclaredCapabilities(namespace).stream());
    }

    /** What is asked for by the name of its namespace, such as the name of a package. */
    private static String value(BundleRequirement need) {
        Matcher value = Pattern.compile("\\(" + Pattern.quote(need.getNamespace()) + "=([^)]*)\\)").matcher(filter(need));
        return value.find() ? value.group(1) : "";
    }

    private static String filter(BundleRequirement need) {
        return need.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "");
    }

    private String words(BundleRequirement need) {
        String value = value(need);
        if (need.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)) {
            return "the package " + value + range(need) + ", which no bundle here exports" + others(need, value);
        }
        if (need.getNamespace().equals(ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE)) {
            Matcher version = Pattern.compile("\\(version=([^)]*)\\)").matcher(filter(need));
            return "Java " + (version.find() ? version.group(1) : filter(need)) + ", and this is Java "
                    + Runtime.version().feature();
        }
        return need.getNamespace() + " " + filter(need) + ", which no bundle here provides";
    }

    private static String range(BundleRequirement need) {
        Matcher least = AT_LEAST.matcher(filter(need));
        Matcher below = BELOW.matcher(filter(need));
        String from = least.find() ? " from " + least.group(1) : "";
        return from + (below.find() ? " and below " + below.group(1) : "");
    }

    /** The same package in another version. */
    private String others(BundleRequirement need, String value) {
        TreeSet<String> versions = new TreeSet<>();
        capabilities(need.getNamespace())
                .filter(capability -> value.equals(capability.getAttributes().get(need.getNamespace())))
                .forEach(capability -> versions.add(capability.getAttributes()
                        .get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE) + " of "
                        + capability.getRevision().getSymbolicName()));
        return versions.isEmpty() ? "" : " in that version; there is " + String.join(", and ", versions);
    }
}
