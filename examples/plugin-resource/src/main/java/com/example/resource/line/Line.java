// SPDX-License-Identifier: Apache-2.0
package com.example.resource.line;

import io.mgmt.resource.Change;
import io.mgmt.resource.Context;
import io.mgmt.resource.FileWatch;
import io.mgmt.resource.Resource;
import io.mgmt.resource.ResourceException;
import io.mgmt.resource.Watch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A line that a file has; added at the end of it where it is missing, and the file made if need be. */
record Line(Path path, String line, FileWatch files) implements Resource, Change {

    @Override
    public List<Change> check(Context context) throws ResourceException {
        return text().lines().anyMatch(line::equals) ? List.of() : List.of(this);
    }

    @Override
    public Watch watch(Context context, Runnable changed) throws ResourceException {
        try {
            return files.watch(path, changed);
        } catch (IOException e) {
            throw new ResourceException(path + " cannot be watched: " + e.getMessage(), e);
        }
    }

    @Override
    public String summary() {
        return "no line \"" + line + "\"";
    }

    /** Looks once more: a change may be applied twice. */
    @Override
    public void apply(Context context) throws ResourceException {
        if (!check(context).isEmpty()) {
            String text = text();
            String end = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
            try {
                Files.writeString(path, end + line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new ResourceException(path + " cannot be written: " + e, e);
            }
        }
    }

    private String text() throws ResourceException {
        try {
            return Files.exists(path) ? Files.readString(path) : "";
        } catch (IOException e) {
            throw new ResourceException(path + " cannot be read: " + e, e);
        }
    }
}
