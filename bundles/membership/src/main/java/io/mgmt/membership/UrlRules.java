// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Urls;
import java.net.URI;
import java.util.List;

/**
 * What URLs of an etcd must be, beyond their shape. All messages name the flag and quote the URL.
 */
final class UrlRules {

    private UrlRules() {
    }

    static Urls parse(String flag, String... texts) {
        Urls urls;
        try {
            urls = Urls.parse(texts);
        } catch (IllegalArgumentException e) {
            throw new WrongInputException(flag + ": " + e.getMessage());
        }
        for (URI url : urls.list()) {
            if (url.getScheme().equals("https")) {
                throw new WrongInputException(flag + ": " + url
                        + " asks for TLS, which this version does not have. Write it with"
                        + " http://.");
            }
        }
        return urls;
    }

    /** etcd refuses to listen at a name (etcd documentation, "--listen-client-urls"). */
    static Urls listening(String flag, String... texts) {
        Urls urls = parse(flag, texts);
        if (urls.isEmpty()) {
            throw new WrongInputException(flag
                    + " is empty. Pass at least one URL, or leave it out.");
        }
        for (URI url : urls.list()) {
            if (!isAddress(url.getHost())) {
                throw new WrongInputException(flag + ": " + url
                        + " names a host, but etcd listens at addresses only. Write its IP address,"
                        + " and pass " + url + " with " + advertising(flag) + ".");
            }
        }
        return urls;
    }

    /** What others are told; a wildcard says nothing to them. */
    static Urls advertised(String flag, String[] texts, String listeningFlag, Urls listening) {
        Urls given = parse(flag, texts);
        Urls urls = given.isEmpty() ? listening : given;
        for (URI url : urls.list()) {
            if (isWildcard(url)) {
                throw new WrongInputException(given.isEmpty()
                        ? listeningFlag + ": " + url
                        + " listens at every address, which others cannot connect to. Pass " + flag
                        + " with an address that they can."
                        : flag + ": " + url
                        + " is no address that others can connect to. Write one that they can.");
            }
        }
        return urls;
    }

    /** The two kinds of traffic need ports of their own. */
    static void apart(String clientFlag, Urls clientUrls, String serverFlag, Urls serverUrls) {
        for (URI client : clientUrls.list()) {
            for (URI server : serverUrls.list()) {
                boolean sameHost = client.getHost().equals(server.getHost()) || isWildcard(client)
                        || isWildcard(server);
                if (client.getPort() == server.getPort() && sameHost) {
                    throw new WrongInputException(clientFlag + " " + client + " and " + serverFlag + " "
                            + server + " are the same port. Give each its own.");
                }
            }
        }
    }

    private static String advertising(String flag) {
        return flag.replace("--", "--advertise-");
    }

    private static boolean isWildcard(URI url) {
        return List.of("0.0.0.0", "[::]", "[::0]", "[0:0:0:0:0:0:0:0]").contains(url.getHost());
    }

    private static boolean isAddress(String host) {
        return host.equals("localhost") || host.startsWith("[")
                || host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
    }
}
