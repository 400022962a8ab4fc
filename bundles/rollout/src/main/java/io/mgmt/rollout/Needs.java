// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/** Says in one sentence what a bundle needs that nobody gives; what a framework says of it takes a page. */
final class Needs {

    private static final Pattern PACKAGE = Pattern.compile("osgi\\.wiring\\.package=([^)]+)\\)");
    private static final Pattern EE = Pattern.compile("osgi\\.ee=([^)]+)\\)");
    private static final Pattern FROM = Pattern.compile("version>=([^)]+)\\)");
    private static final Pattern TO = Pattern.compile("!\\(version>=([^)]+)\\)");

    private Needs() {
    }

    /** A clause that begins with "it needs"; empty if nothing is missing. */
    static String of(Bundle bundle, Bundle... all) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null) {
            return "";
        }
        List<BundleCapability> offers = new ArrayList<>();
        for (Bundle other : all) {
            BundleRevision offering = other.adapt(BundleRevision.class);
            if (offering != null) {
                offers.addAll(offering.getDeclaredCapabilities(null));
            }
        }
        return revision.getDeclaredRequirements(null).stream().filter(Needs::isMandatory)
                .filter(requirement -> offers.stream().noneMatch(requirement::matches)).findFirst()
                .map(requirement -> sentence(requirement, offers)).orElse("");
    }

    private static boolean isMandatory(BundleRequirement requirement) {
        String resolution = requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE);
        String effective = requirement.getDirectives().get(Constants.EFFECTIVE_DIRECTIVE);
        return !Constants.RESOLUTION_OPTIONAL.equals(resolution)
                && (effective == null || Constants.EFFECTIVE_RESOLVE.equals(effective));
    }

    private static String sentence(BundleRequirement requirement, List<BundleCapability> offers) {
        String filter = String.valueOf(requirement.getDirectives().get(Constants.FILTER_DIRECTIVE));
        if (requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)) {
            return packageSentence(found(PACKAGE, filter).orElse(filter), versions(filter), offers);
        }
        if (requirement.getNamespace().equals("osgi.ee")) {
            return "it needs " + found(EE, filter).orElse("Java") + " " + versions(filter)
                    + ", and this agent runs on Java " + Runtime.version().feature();
        }
        return "it needs " + requirement.getNamespace() + " " + filter + ", which no bundle here gives";
    }

    private static String packageSentence(String name, String versions, List<BundleCapability> offers) {
        String needs = "it needs the package " + name + (versions.isEmpty() ? "" : " " + versions);
        return offers.stream().filter(offer -> name.equals(
                        offer.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE))).findFirst()
                .map(offer -> needs + ", of which " + offer.getRevision().getSymbolicName() + " gives version "
                        + offer.getAttributes().get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE))
                .orElse(needs + ", which no bundle here gives; deploy the one that does first");
    }

    private static String versions(String filter) {
        Optional<String> to = found(TO, filter);
        return found(FROM, filter.replaceAll("\\(!" + "\\(version>=[^)]+\\)\\)", ""))
                .map(from -> to.map(end -> "[" + from + "," + end + ")").orElse(from + " or newer")).orElse("");
    }

    private static Optional<String> found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
