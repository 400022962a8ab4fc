// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import io.mgmt.resource.Change;
import io.mgmt.resource.Context;
import io.mgmt.resource.ResourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One difference of one file.
 *
 * @param doing for the message of an error: {@code "Cannot " + doing + " " + path}
 * @param recurse make missing parents
 */
record FileChange(Path path, String summary, Supplier<String> text, String doing, boolean recurse,
        Work work) implements Change {

    /** What removes the difference. */
    interface Work {
        void run(Context context) throws ResourceException, IOException;
    }

    static FileChange of(Path path, String summary, String doing, Work work) {
        return new FileChange(path, summary, null, doing, false, work);
    }

    @Override
    public Optional<String> diff() {
        return text == null ? Optional.empty() : Optional.of(text.get());
    }

    @Override
    public void apply(Context context) throws ResourceException {
        try {
            try {
                work.run(context);
            } catch (NoSuchFileException e) {
                if (!recurse || Files.exists(path.getParent())) {
                    throw e;
                }
                Replacer.parents(path);
                work.run(context);
            }
        } catch (IOException e) {
            throw Failures.explain(doing, path, e);
        }
    }
}
