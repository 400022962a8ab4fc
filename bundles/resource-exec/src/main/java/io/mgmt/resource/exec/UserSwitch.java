// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import io.mgmt.resource.ResourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts before a command what makes it run as another user. */
final class UserSwitch {

    private UserSwitch() {
    }

    /**
     * @param environment gets HOME, USER and LOGNAME of the user
     * @return words that become the command that follows them, in the same process where setpriv is
     *     there; empty if the user need not be switched
     * @throws ResourceException if there is no such user, or the agent may not switch
     */
    static List<String> to(Surroundings surroundings, Map<String, String> environment)
            throws ResourceException {
        return surroundings.user().isEmpty() ? List.of()
                : to(surroundings.user().get(), environment, ownId());
    }

    /** @param own the user id of the agent */
    static List<String> to(String wanted, Map<String, String> environment, long own)
            throws ResourceException {
        Account account = Account.find(wanted).orElseThrow(() -> new ResourceException(
                "there is no user \"" + wanted + "\" on this host.\n  Make it, or correct user."));
        environment.put("HOME", account.home());
        environment.put("USER", account.name());
        environment.put("LOGNAME", account.name());
        if (own == account.id()) {
            return List.of();
        }
        if (own != 0) {
            throw new ResourceException("cannot run as user \"" + wanted + "\": the agent is user "
                    + own
                    + ", and only root may switch.\n  Run the agent as root, or take out user.");
        }
        return words(account, tool("setpriv"), tool("runuser"));
    }

    static List<String> words(Account account, Optional<Path> setpriv, Optional<Path> runuser)
            throws ResourceException {
        if (setpriv.isPresent()) {
            return List.of(setpriv.get().toString(), "--reuid=" + account.id(),
                    "--regid=" + account.group(), "--init-groups", "--");
        }
        if (runuser.isPresent()) {
            // With -u it execs the command directly, with no login shell and in the same session.
            return List.of(runuser.get().toString(), "-u", account.name(), "--");
        }
        throw new ResourceException("cannot run as user \"" + account.name()
                + "\": there is neither setpriv nor runuser on the PATH of the agent.\n"
                + "  Install util-linux.");
    }

    /** Busybox has a setpriv that cannot switch users. */
    private static Optional<Path> tool(String name) {
        return Executables.ofAgent(name).filter(path -> {
            try {
                return !path.toRealPath().getFileName().toString().startsWith("busybox");
            } catch (IOException e) {
                return false;
            }
        });
    }

    private static long ownId() throws ResourceException {
        try {
            return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
        } catch (IOException e) {
            throw new ResourceException("cannot tell who the agent is: " + e.getMessage()
                    + ".\n  Mount /proc.", e);
        }
    }
}
