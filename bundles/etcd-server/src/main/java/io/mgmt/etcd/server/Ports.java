// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import io.mgmt.agent.Urls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether the addresses of a plan can be listened on. */
final class Ports {

    private static final Path PROC = Path.of("/proc");
    private static final int BACKLOG = 1;

    private Ports() {
    }

    /**
     * What is wrong with the URLs themselves: with a remedy, without trying them.
     *
     * @param flag that set them, such as {@code --client-urls}
     */
    static Optional<String> problem(String flag, Urls listen) {
        for (URI url : listen.list()) {
            if (!"http".equals(url.getScheme())) {
                return Optional.of(flag + " " + url + ": TLS is not there yet.\n  Use http://"
                        + url.getAuthority() + ".");
            }
            if (!isAddress(url.getHost())) {
                return Optional.of(flag + " " + url
                        + ": etcd listens on IP addresses and not on names.\n"
                        + "  Use the IP address here, and pass the name as --advertise-"
                        + flag.substring(2) + ".");
            }
        }
        return Optional.empty();
    }

    /** What is wrong with the URLs that others are told; empty if nothing is. */
    static Optional<String> advertisedProblem(String flag, Urls advertised) {
        for (URI url : advertised.list()) {
            if (!"http".equals(url.getScheme())) {
                return Optional.of(flag + " " + url + ": TLS is not there yet.\n  Use http://"
                        + url.getAuthority() + ".");
            }
            if (isAddress(url.getHost()) && isAny(url)) {
                return Optional.of(flag + " " + url
                        + ": nobody can reach this address from elsewhere.\n"
                        + "  Pass " + flag + " http://HOST:" + url.getPort()
                        + " with a name or address of this host.");
            }
        }
        return Optional.empty();
    }

    private static boolean isAddress(String host) {
        return host.startsWith("[") || "localhost".equals(host.toLowerCase(Locale.ROOT))
                || host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
    }

    private static boolean isAny(URI url) {
        try {
            return InetAddress.getByName(url.getHost()).isAnyLocalAddress();
        } catch (IOException e) {
            return false;
        }
    }

    /** A client URL and a peer URL that cannot both be listened on. */
    static Optional<String> overlap(Urls clientUrls, Urls peerUrls) {
        for (URI client : clientUrls.list()) {
            for (URI peer : peerUrls.list()) {
                if (client.getPort() == peer.getPort()
                        && (client.getHost().equalsIgnoreCase(peer.getHost()) || isAny(client)
                        || isAny(peer))) {
                    return Optional.of("--client-urls " + client + " and --server-urls " + peer
                            + " are the same port.\n"
                            + "  Give the two different ports, such as 2379 and 2380.");
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Why an address cannot be listened on.
     *
     * @param isTaken true if another process does
     * @param flag that named the address
     * @param what is wrong, a sentence without its full stop
     * @param remedy how to fix it, a sentence
     */
    record Problem(boolean isTaken, String flag, String what, String remedy) {

        String text() {
            return what + ".\n  " + remedy;
        }

        /** All in one, so that nobody mends one to meet the next; empty if there is none. */
        static Optional<Problem> ofAll(List<Problem> problems) {
            if (problems.size() < 2) {
                return problems.stream().findFirst();
            }
            String flags = problems.stream().map(Problem::flag).distinct()
                    .collect(Collectors.joining(" and "));
            boolean areTaken = problems.stream().allMatch(Problem::isTaken);
            return Optional.of(new Problem(problems.stream().anyMatch(Problem::isTaken), flags,
                    problems.stream().map(Problem::what).collect(Collectors.joining(", and ")),
                    areTaken ? "Stop what holds them, or pass other " + flags + "."
                            : problems.stream().map(Problem::remedy).distinct()
                                    .collect(Collectors.joining(" "))));
        }
    }

    /** Tries to listen, for a moment. */
    static Optional<Problem> listenProblem(String flag, URI url) {
        try {
            tryToListen(url);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(problem(flag, url, e));
        }
    }

    static Problem problem(String flag, URI url, IOException failure) {
        String address = url.getHost() + ":" + url.getPort();
        String reason = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (reason.contains("in use")) {
            return new Problem(true, flag, address + " is taken by "
                    + Holder.ofPort(PROC, url.getPort()).map(Holder::toString).orElse("another process"),
                    "Stop it, or pass another " + flag + ".");
        }
        if (reason.contains("denied")) {
            return new Problem(false, flag, "this user may not listen on " + address,
                    "Ports below 1024 are for root; pass another " + flag + ".");
        }
        if (reason.contains("assign") || failure instanceof UnknownHostException) {
            return new Problem(false, flag, url.getHost() + " is no address of this machine",
                    "Pass one that is in " + flag + "; what others are to use is --advertise-"
                    + flag.substring(2) + ".");
        }
        return new Problem(false, flag, address + " cannot be listened on: " + failure.getMessage(),
                "Pass another " + flag + ".");
    }

    /** True if all can be listened on: whoever held them is gone. */
    static boolean areFree(List<URI> urls) {
        for (URI url : urls) {
            try {
                tryToListen(url);
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    private static void tryToListen(URI url) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            // As etcd does it: connections that were just closed do not keep a port taken.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(url.getHost()), url.getPort()),
                    BACKLOG);
        }
    }
}
