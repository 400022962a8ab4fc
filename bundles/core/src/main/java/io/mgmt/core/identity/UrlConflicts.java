// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.identity;

import io.mgmt.etcd.Members.Member;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether a host could run an etcd at its URLs, beside the members that there are. Asked when it has
 * none yet: what runs is not to be ended for its command line.
 */
public final class UrlConflicts {

    private UrlConflicts() {
    }

    /**
     * Looks at what a host tells others.
     *
     * @param host its name; a member of that name is its own, as is one that has not run yet
     * @param clientUrls as advertised
     * @param peerUrls as advertised
     * @return what is wrong and how to mend it; empty if nothing is
     */
    public static Optional<String> of(String host, List<String> clientUrls, List<String> peerUrls,
            List<Member> members) {
        for (Member member : members) {
            if (!member.name().isEmpty() && !member.name().equals(host)) {
                Optional<String> problem = beside(host, "--server-urls", peerUrls, member, Member::peerUrls)
                        .or(() -> beside(host, "--client-urls", clientUrls, member, Member::clientUrls));
                if (problem.isPresent()) {
                    return problem;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> beside(String host, String flag, List<String> own, Member member,
            Function<Member, List<String>> urls) {
        List<String> theirs = urls.apply(member);
        String advertising = flag.replace("--", "--advertise-");
        for (String url : own) {
            if (theirs.contains(url)) {
                return Optional.of("Cannot be " + host + " at " + url + ": the member " + member.name() + " ("
                        + member.id() + ") has that URL.\n  Pass another " + flag + " (or " + advertising
                        + "). If " + member.name() + " is gone for good: mgmt etcdctl member remove " + member.id()
                        + ", then start again. Nothing was changed.");
            }
        }
        boolean isFar = !theirs.isEmpty() && theirs.stream().noneMatch(UrlConflicts::isLoopback);
        if (isFar && own.stream().allMatch(UrlConflicts::isLoopback)) {
            return Optional.of("Cannot be " + host + " at " + String.join(",", own) + ": only this machine reaches that, but the member "
                    + member.name() + " is at " + String.join(",", theirs) + ".\n  Pass " + flag + " (or "
                    + advertising + ") with an address that the other members reach. Nothing was changed.");
        }
        return Optional.empty();
    }

    private static boolean isLoopback(String url) {
        String rest = url.substring(url.indexOf("://") + 3);
        return rest.startsWith("127.") || rest.startsWith("localhost:") || rest.startsWith("[::1]");
    }
}
