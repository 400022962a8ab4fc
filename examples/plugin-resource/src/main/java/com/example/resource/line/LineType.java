// SPDX-License-Identifier: Apache-2.0
package com.example.resource.line;

import io.mgmt.graph.ResourceSpec;
import io.mgmt.resource.Change;
import io.mgmt.resource.Context;
import io.mgmt.resource.Fields;
import io.mgmt.resource.FileWatch;
import io.mgmt.resource.InvalidResourceException;
import io.mgmt.resource.Resource;
import io.mgmt.resource.ResourceException;
import io.mgmt.resource.ResourceType;
import io.mgmt.resource.Watch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The kind {@code line}: a text file has a line, added at its end. Fields: {@code path}, {@code line}. */
@Component(service = ResourceType.class, property = ResourceType.KIND + "=line")
public final class LineType implements ResourceType {
    private final FileWatch files;

    @Activate
    public LineType(@Reference FileWatch files) {
        this.files = files;
    }

    @Override
    public Resource create(ResourceSpec spec) throws InvalidResourceException {
        Fields fields = Fields.of(spec, "path", "line");
        String path = fields.text("path").filter(text -> text.startsWith("/")).orElseThrow(() ->
                new InvalidResourceException("path", "path is not absolute", "Write such as path: /etc/hosts."));
        String line = fields.text("line").filter(text -> text.lines().count() == 1).orElseThrow(() ->
                new InvalidResourceException("line", "line is not one line of text", "Write one line."));
        return new Line(Path.of(path), line.strip(), files);
    }

    private record Line(Path path, String line, FileWatch files) implements Resource, Change {
        @Override
        public List<Change> check(Context context) throws ResourceException {
            return text().lines().anyMatch(line::equals) ? List.of() : List.of(this);
        }

        @Override
        public Watch watch(Context context, Runnable changed) throws ResourceException {
            return io("watched", () -> files.watch(path, changed));
        }

        @Override
        public String summary() {
            return "no line \"" + line + "\"";
        }

        @Override
        public void apply(Context context) throws ResourceException {
            if (!check(context).isEmpty()) { // A change may be applied twice.
                String end = text().isEmpty() || text().endsWith("\n") ? "" : "\n";
                io("written", () -> Files.writeString(path, end + line + "\n",
                        StandardOpenOption.CREATE, StandardOpenOption.APPEND));
            }
        }

        private String text() throws ResourceException {
            return io("read", () -> Files.exists(path) ? Files.readString(path) : "");
        }

        private <T> T io(String done, Callable<T> action) throws ResourceException {
            try {
                return action.call();
            } catch (Exception e) {
                throw new ResourceException(path + " cannot be " + done + ": " + e, e);
            }
        }
    }
}
