// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import io.mgmt.graph.Ref;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The names for automatic edges: {@code file[/a/b]} is a file or link, {@code file[/a/b/]} a
 * directory.
 */
final class References {

    private References() {
    }

    /** A link gives both names, because it may lead to a directory. */
    static Set<Ref> provided(FileWish wish) {
        return switch (wish.type()) {
            case DIRECTORY -> Set.of(directory(wish.path()));
            case LINK -> Set.of(file(wish.path()), directory(wish.path()));
            default -> Set.of(wish.isDirectory() ? directory(wish.path()) : file(wish.path()));
        };
    }

    /** Every directory above, the source and the directories above it, and who is to own it. */
    static Set<Ref> used(FileWish wish) {
        Set<Ref> used = new LinkedHashSet<>();
        above(wish.path(), used);
        if (wish.content() instanceof Source source) {
            used.add(file(source.path()));
            above(source.path(), used);
        }
        if (wish.source() != null) {
            used.add(directory(wish.source()));
            above(wish.source(), used);
        }
        named(wish.look().owner(), "user", used);
        named(wish.look().group(), "group", used);
        return used;
    }

    private static void above(Path path, Set<Ref> used) {
        for (Path at = path.getParent(); at != null && at.getNameCount() > 0; at = at.getParent()) {
            used.add(directory(at));
        }
    }

    private static void named(Identity identity, String kind, Set<Ref> used) {
        if (identity != null && !identity.isNumber()) {
            used.add(new Ref(kind, identity.text()));
        }
    }

    private static Ref file(Path path) {
        return new Ref("file", path.toString());
    }

    private static Ref directory(Path path) {
        return new Ref("file", path.getNameCount() == 0 ? "/" : path + "/");
    }
}
