// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import io.mgmt.resource.ResourceException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A user or a group, by name or by number.
 *
 * @param text as the person wrote it
 */
record Identity(String text, boolean isGroup) {

    /** More would be a host with very many owners; then the memory begins anew. */
    private static final int MOST_KNOWN = 1000;
    /**
     * Who has which number. The JDK compares principals by their number but does not tell it, and
     * looking up the name of each file's owner would cost more than all the rest of a check. Not
     * the name but the number decides, so that an entry never gets stale.
     */
    private static final Map<Integer, UserPrincipal> USERS = new ConcurrentHashMap<>();
    private static final Map<Integer, UserPrincipal> GROUPS = new ConcurrentHashMap<>();

    /** The field that it stands in. */
    String field() {
        return isGroup ? "group" : "owner";
    }

    /** True if it is a number, and thus needs no entry on the host. */
    boolean isNumber() {
        return text.length() < 10 && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }

    /**
     * Whether that is who owns the file.
     *
     * @throws ResourceException there is nobody of that name
     */
    boolean owns(Path path, FileStat stat) throws ResourceException, IOException {
        int id = isGroup ? stat.gid() : stat.uid();
        return isNumber() ? Integer.parseInt(text) == id : principal().equals(principal(id, path));
    }

    /** Makes it the owner; of a link, not of its target. */
    void own(Path path) throws ResourceException, IOException {
        if (isNumber()) {
            Files.setAttribute(path, isGroup ? "unix:gid" : "unix:uid", Integer.valueOf(text),
                    LinkOption.NOFOLLOW_LINKS);
        } else {
            Files.setAttribute(path, isGroup ? "posix:group" : "posix:owner", principal(),
                    LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** The present owner, for people. */
    String present(Path path, FileStat stat) throws IOException {
        return principal(isGroup ? stat.gid() : stat.uid(), path).getName();
    }

    private UserPrincipal principal() throws ResourceException, IOException {
        UserPrincipalLookupService names = FileSystems.getDefault().getUserPrincipalLookupService();
        try {
            return isGroup ? names.lookupPrincipalByGroupName(text)
                    : names.lookupPrincipalByName(text);
        } catch (UserPrincipalNotFoundException e) {
            throw new ResourceException("There is no " + (isGroup ? "group" : "user") + " \"" + text
                    + "\" on this host, wanted as " + field()
                    + ". Create it first, or give a number in quotes.", e);
        }
    }

    private UserPrincipal principal(int id, Path path) throws IOException {
        Map<Integer, UserPrincipal> known = isGroup ? GROUPS : USERS;
        UserPrincipal principal = known.get(id);
        if (principal == null) {
            // Both from one look, because the file may have changed hands since the number was
            // read.
            Map<String, Object> now = Files.readAttributes(path, isGroup ? "unix:gid,group"
                    : "unix:uid,owner", LinkOption.NOFOLLOW_LINKS);
            principal = (UserPrincipal) now.get(isGroup ? "group" : "owner");
            if (known.size() >= MOST_KNOWN) {
                known.clear();
            }
            known.put((Integer) now.get(isGroup ? "gid" : "uid"), principal);
        }
        return principal;
    }
}
