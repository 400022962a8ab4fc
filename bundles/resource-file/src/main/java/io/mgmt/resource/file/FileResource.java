// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import io.mgmt.graph.Ref;
import io.mgmt.resource.Change;
import io.mgmt.resource.Context;
import io.mgmt.resource.FileWatch;
import io.mgmt.resource.Resource;
import io.mgmt.resource.ResourceException;
import io.mgmt.resource.Watch;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Set;

/** One file, directory or link. Holds nothing open between calls. */
final class FileResource implements Resource {

    /** What goes while it is looked at is looked at again; what goes again and again is reported. */
    private static final int MOST_LOOKS = 3;

    private final FileWish wish;
    private final FileWatch watch;
    private final Replacer replacer;

    FileResource(FileWish wish, FileWatch watch, Replacer replacer) {
        this.wish = wish;
        this.watch = watch;
        this.replacer = replacer;
    }

    @Override
    public List<Change> check(Context context) throws ResourceException {
        for (int look = 1;; look++) {
            try {
                return new Comparison(wish, replacer, context).changes();
            } catch (NoSuchFileException e) {
                if (look == MOST_LOOKS) {
                    throw Failures.explain("check", wish.path(), e);
                }
            } catch (IOException e) {
                throw Failures.explain("check", wish.path(), e);
            }
        }
    }

    @Override
    public Watch watch(Context context, Runnable changed) throws ResourceException {
        boolean isTree = wish.source() != null;
        Watch path = null;
        try {
            path = isTree ? watch.watchTree(wish.path(), changed)
                    : watch.watch(wish.path(), changed);
            if (isTree) {
                return both(path, watch.watchTree(wish.source(), changed));
            }
            return wish.content() instanceof Source source
                    ? both(path, watch.watch(source.path(), changed)) : path;
        } catch (IOException e) {
            if (path != null) {
                path.close();
            }
            throw new ResourceException("Cannot watch " + wish.path() + ": " + e.getMessage(), e);
        }
    }

    private static Watch both(Watch one, Watch other) {
        return () -> {
            one.close();
            other.close();
        };
    }

    @Override
    public Set<Ref> provides() {
        return References.provided(wish);
    }

    @Override
    public Set<Ref> uses() {
        return References.used(wish);
    }
}
