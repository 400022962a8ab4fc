// SPDX-License-Identifier: Apache-2.0
package com.example.resource.line;

import io.mgmt.graph.ResourceSpec;
import io.mgmt.resource.Fields;
import io.mgmt.resource.FileWatch;
import io.mgmt.resource.InvalidResourceException;
import io.mgmt.resource.Resource;
import io.mgmt.resource.ResourceType;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The kind {@code line}: a text file has a line. Fields: {@code path}, absolute, and {@code line}. */
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
        String path = fields.text("path").orElse("");
        if (!path.startsWith("/")) {
            throw new InvalidResourceException("path", "path is \"" + path + "\"", "Write an absolute path.");
        }
        String line = fields.text("line").orElse("");
        if (line.isBlank() || line.lines().count() > 1) {
            throw new InvalidResourceException("line", "line is \"" + line + "\"", "Write one line of text.");
        }
        return new Line(Path.of(path), line.strip(), files);
    }
}
