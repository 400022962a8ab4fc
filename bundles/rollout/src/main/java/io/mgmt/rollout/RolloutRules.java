// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import java.util.Optional;

/**
 * Decides the one next step of a host about the bundles of the cluster: a function of values, in which no clock, file
 * or framework occurs.
 *
 * <p>What must go goes first. Then all that is wanted is fetched, then all of it installed, and only then started, so
 * that bundles which need each other find each other in whichever order they were deployed. A version that is replaced
 * goes last, so that there is one all the time: without its policy a cluster might change its size for a moment.
 */
final class RolloutRules {

    private RolloutRules() {
    }

    /** The same values always give the same step; when each is done, it comes to {@link Step.Rest}. */
    static Step next(Wanted wanted, Here here) {
        return unwanted(wanted, here)
                .or(() -> first(wanted, here, RolloutRules::failed))
                .or(() -> first(wanted, here, RolloutRules::fetched))
                .or(() -> first(wanted, here, RolloutRules::installed))
                .or(() -> first(wanted, here, RolloutRules::started))
                .or(() -> first(wanted, here, RolloutRules::replaced))
                .or(() -> first(wanted, here, RolloutRules::kept))
                .orElse(new Step.Rest());
    }

    /** One rule for one release that has a current bundle. */
    private interface Rule {
        Optional<Step> apply(Release release, Artifact current, Here here);
    }

    private static Optional<Step> first(Wanted wanted, Here here, Rule rule) {
        return wanted.releases().values().stream()
                .flatMap(release -> release.current().flatMap(current -> rule.apply(release, current, here)).stream())
                .findFirst();
    }

    private static Optional<Step> unwanted(Wanted wanted, Here here) {
        return here.installed().stream().filter(one -> !wanted.unreadable().contains(one.name()))
                .filter(one -> !wanted.releases().containsKey(one.name())
                        || wanted.releases().get(one.name()).current().isEmpty())
                .map(one -> (Step) new Step.Uninstall(one.name(), one.sha256(), "it is not deployed any more"))
                .findFirst();
    }

    /** Takes back what is on trial; what is kept only goes from this host, which goes on with what it had. */
    private static Optional<Step> failed(Release release, Artifact current, Here here) {
        String reason = here.failures().get(current.attempt());
        String other = here.others().get(release.name());
        if (reason == null && other != null) {
            return Optional.of(new Step.Fail(release.name(), current, "it has a bundle of this name already, from " + other));
        }
        if (reason == null) {
            return Optional.empty();
        }
        if (release.isTrial() && here.isConnected()) {
            return Optional.of(new Step.TakeBack(release,
                    new Failure(here.host(), reason, current.version(), current.attempt())));
        }
        return here.hasInstalled(release.name(), current)
                ? Optional.of(new Step.Uninstall(release.name(), current.sha256(), reason)) : Optional.empty();
    }

    private static boolean isHopeless(Artifact current, Here here) {
        return here.failures().containsKey(current.attempt());
    }

    private static Optional<Step> fetched(Release release, Artifact current, Here here) {
        return isHopeless(current, here) || !here.isConnected() || here.copies().contains(current.sha256())
                || here.hasInstalled(release.name(), current)
                ? Optional.empty() : Optional.of(new Step.Fetch(release.name(), current));
    }

    private static Optional<Step> installed(Release release, Artifact current, Here here) {
        return isHopeless(current, here) || !here.copies().contains(current.sha256())
                || here.hasInstalled(release.name(), current)
                ? Optional.empty() : Optional.of(new Step.Install(release.name(), current));
    }

    private static Optional<Step> started(Release release, Artifact current, Here here) {
        return isHopeless(current, here) || !here.hasInstalled(release.name(), current)
                || here.runs(release.name(), current)
                ? Optional.empty() : Optional.of(new Step.Start(release.name(), current));
    }

    private static Optional<Step> replaced(Release release, Artifact current, Here here) {
        return !here.runs(release.name(), current) ? Optional.empty() : here.installed().stream()
                .filter(one -> one.name().equals(release.name()) && !one.sha256().equals(current.sha256()))
                .map(one -> (Step) new Step.Uninstall(one.name(), one.sha256(), "version " + current.version()
                        + " runs in its place")).findFirst();
    }

    private static Optional<Step> kept(Release release, Artifact current, Here here) {
        return release.isTrial() && here.isConnected() && here.overdue().contains(current.attempt())
                && here.runs(release.name(), current) ? Optional.of(new Step.Keep(release)) : Optional.empty();
    }
}
