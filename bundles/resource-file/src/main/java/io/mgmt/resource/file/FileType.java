// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import io.mgmt.graph.ResourceSpec;
import io.mgmt.resource.FileWatch;
import io.mgmt.resource.InvalidResourceException;
import io.mgmt.resource.Resource;
import io.mgmt.resource.ResourceType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The kind {@code file}: regular files, directories and symbolic links, with mode and owner.
 *
 * <p>Fields: {@code path} (absolute; default: the name; a slash at its end: a directory),
 * {@code content} or {@code source} (an absolute path; a directory is copied with
 * {@code recurse}), {@code symlink} (the target), {@code state} (exists or absent),
 * {@code mode} ("0644" or "u=rw,go=r"), {@code owner} and {@code group} (names or "numbers"),
 * {@code recurse} (make missing parents, copy or remove with all that is below), {@code purge}
 * (remove what is not in the source), {@code force} (replace what is of another type).
 *
 * <p>A field that is absent is left as it is on the host. Access control lists, SELinux labels and
 * hard links of a file do not survive a change of its content, because that replaces the file.
 */
@Component(service = ResourceType.class, property = ResourceType.KIND + "=file")
public final class FileType implements ResourceType {

    private final FileWatch watch;
    private final Replacer replacer = new Replacer();

    @Activate
    public FileType(@Reference FileWatch watch) {
        this.watch = watch;
    }

    @Override
    public Resource create(ResourceSpec spec) throws InvalidResourceException {
        return new FileResource(FileWish.of(spec), watch, replacer);
    }

    /**
     * A pattern replaces the directory of the path, the last name stays.
     *
     * @param pattern an absolute directory; anything else gives a path that {@link #create} refuses
     */
    @Override
    public ResourceSpec collected(ResourceSpec spec, String pattern) {
        Object path = spec.fields().getOrDefault("path", spec.ref().name());
        if (pattern.isEmpty() || !(path instanceof String text)) {
            return spec;
        }
        int end = text.endsWith("/") ? text.length() - 1 : text.length();
        String last = text.substring(text.lastIndexOf('/', Math.max(0, end - 1)) + 1);
        Map<String, Object> fields = new LinkedHashMap<>(spec.fields());
        fields.put("path", pattern.endsWith("/") ? pattern + last : pattern + "/" + last);
        return spec.withFields(fields);
    }
}
