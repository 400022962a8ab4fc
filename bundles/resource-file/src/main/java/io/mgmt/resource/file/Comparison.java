// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import io.mgmt.resource.Change;
import io.mgmt.resource.Context;
import io.mgmt.resource.ResourceException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Compares a wish with the host, once, and collects what is to be done. Reads only. */
final class Comparison {

    private static final Content EMPTY = Content.of("");

    private final FileWish wish;
    private final Replacer replacer;
    private final Context context;
    private final List<Change> changes = new ArrayList<>(1);

    Comparison(FileWish wish, Replacer replacer, Context context) {
        this.wish = wish;
        this.replacer = replacer;
        this.context = context;
    }

    List<Change> changes() throws ResourceException, IOException {
        Path path = wish.path();
        FileStat stat = FileStat.of(path);
        switch (wish.type()) {
            case FILE -> file(path, stat, wish.content(), wish.look());
            case LINK -> link(path, stat, wish.target(), wish.look());
            case DIRECTORY -> {
                directory(path, stat, wish.look());
                if (wish.source() != null) {
                    new TreeComparison(wish, this, context)
                            .compare(stat.is(FileStat.Type.DIRECTORY));
                }
            }
            default -> absent(path, stat);
        }
        return changes;
    }

    private void absent(Path path, FileStat stat) throws ResourceException, IOException {
        if (stat.is(FileStat.Type.ABSENT)) {
            return;
        }
        boolean isTree = wish.force() || wish.recurse();
        if (stat.is(FileStat.Type.DIRECTORY) && !isTree && !isEmpty(path)) {
            throw new ResourceException(path + " is a directory that is not empty, wanted absent."
                    + " Set recurse: true to remove it with all that is in it.");
        }
        remove(path, stat, isTree);
    }

    void remove(Path path, FileStat stat, boolean isTree) {
        change(path, stat.type() + ", wanted absent", null, "remove", now -> {
            if (isTree) {
                Removal.remove(path, now);
            } else {
                // A directory that was filled since it was looked at is not removed.
                Files.deleteIfExists(path);
            }
        });
    }

    /** @param content null: whatever the file has */
    void file(Path path, FileStat stat, Content content, Look look)
            throws ResourceException, IOException {
        boolean isFile = stat.is(FileStat.Type.FILE);
        if (!isFile && !(stat.is(FileStat.Type.LINK) && content != null)) {
            refuseUnlessForced(path, stat, FileStat.Type.FILE);
        }
        Content wanted = content == null ? EMPTY : content;
        FileChange.Work write = now -> replacer.file(path, wanted, look, wish.force(), now);
        if (!isFile) {
            change(path, stat.type() + ", wanted a file of " + wanted.size() + " bytes"
                    + with(look), null, "write", write);
            return;
        }
        if (content != null && !content.isIn(path, stat.size(), context)) {
            Optional<byte[]> after = content.bytes();
            boolean isShown = after.isPresent() && stat.size() <= Content.MOST_IN_MEMORY;
            byte[] before = isShown ? Bytes.read(path, (int) stat.size()) : null;
            change(path, "content of " + stat.size() + " bytes, wanted " + content.size()
                    + (isShown ? UnifiedDiff.where(before, after.get()) : ""),
                    isShown ? () -> UnifiedDiff.of(path.toString(), before, after.get()) : null,
                    "write", write);
        }
        attributes(path, stat, look);
    }

    void link(Path path, FileStat stat, String target, Look look)
            throws ResourceException, IOException {
        String present = "";
        if (stat.is(FileStat.Type.LINK)) {
            present = Files.readSymbolicLink(path).toString();
        } else {
            refuseUnlessForced(path, stat, FileStat.Type.LINK);
        }
        if (present.equals(target)) {
            attributes(path, stat, look);
        } else {
            change(path, stat.type() + (present.isEmpty() ? "" : " to " + present)
                    + ", wanted a symbolic link to " + target, null, "link",
                    now -> replacer.link(path, target, look, wish.force(), now));
        }
    }

    void directory(Path path, FileStat stat, Look look) throws ResourceException, IOException {
        if (stat.is(FileStat.Type.DIRECTORY)) {
            attributes(path, stat, look);
            return;
        }
        refuseUnlessForced(path, stat, FileStat.Type.DIRECTORY);
        change(path, stat.type() + ", wanted a directory" + with(look), null, "make",
                now -> replacer.directory(path, look, wish.force(), now));
    }

    private void attributes(Path path, FileStat stat, Look look)
            throws ResourceException, IOException {
        owner(path, stat, look, look.owner());
        owner(path, stat, look, look.group());
        if (look.mode() != Look.KEEP && look.mode() != stat.mode()) {
            mode(path, stat.mode(), look.mode());
        }
    }

    void mode(Path path, int present, int wanted) {
        change(path, "mode " + Mode.text(present) + ", wanted " + Mode.text(wanted), null,
                "set the mode of", now -> Attributes.mode(path, wanted));
    }

    private void owner(Path path, FileStat stat, Look look, Identity wanted)
            throws ResourceException, IOException {
        if (wanted != null && !wanted.owns(path, stat)) {
            change(path, wanted.field() + " " + wanted.present(path, stat) + ", wanted "
                    + wanted.text(), null, "set the " + wanted.field() + " of",
                    now -> Attributes.dress(path, look));
        }
    }

    private void change(Path path, String summary, Supplier<String> diff, String doing,
            FileChange.Work work) {
        String place = path.equals(wish.path()) ? "" : wish.path().relativize(path) + ": ";
        changes.add(new FileChange(path, place + summary, diff, doing, wish.recurse(), work));
    }

    private void refuseUnlessForced(Path path, FileStat stat, FileStat.Type wanted)
            throws ResourceException {
        if (!stat.is(FileStat.Type.ABSENT) && !wish.force()) {
            throw new ResourceException(path + " is " + stat.type() + ", wanted " + wanted
                    + ". Set force: true to replace it" + (stat.is(FileStat.Type.DIRECTORY)
                    ? " with all that is in it" : "") + ", or move it away.");
        }
    }

    private static String with(Look look) {
        return look.mode() == Look.KEEP ? "" : ", mode " + Mode.text(look.mode());
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        } catch (NoSuchFileException e) {
            return true;
        }
    }
}
