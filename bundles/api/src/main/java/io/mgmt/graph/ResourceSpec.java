// SPDX-License-Identifier: Apache-2.0
package io.mgmt.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * One resource as the graph describes it. Equal if it asks for the same, wherever it stands: the
 * positions do not count, so that a line that moved leaves its vertex untouched.
 */
public final class ResourceSpec {

    private final Ref ref;
    private final Meta meta;
    private final Map<String, Object> fields;
    private final Position position;
    private final Map<String, Position> fieldPositions;

    /**
     * @param fields the kind's own fields: String, Long, Double, Boolean, List and Map of those
     * @param position where the resource begins
     * @param fieldPositions where the value of each field stands; may lack some
     */
    public ResourceSpec(Ref ref, Meta meta, Map<String, Object> fields, Position position,
            Map<String, Position> fieldPositions) {
        this.ref = Objects.requireNonNull(ref, "ref");
        this.meta = Objects.requireNonNull(meta, "meta");
        this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        this.position = Objects.requireNonNull(position, "position");
        this.fieldPositions = Map.copyOf(fieldPositions);
    }

    /** A resource that stands in no file. */
    public ResourceSpec(Ref ref, Meta meta, Map<String, Object> fields) {
        this(ref, meta, fields, Position.NONE, Map.of());
    }

    public Ref ref() {
        return ref;
    }

    public Meta meta() {
        return meta;
    }

    /** The kind's own fields, in the order of the file; cannot be changed. */
    public Map<String, Object> fields() {
        return fields;
    }

    /** Where the resource begins. */
    public Position position() {
        return position;
    }

    /** Where the field stands, or where the resource begins if the field is absent. */
    public Position position(String field) {
        return fieldPositions.getOrDefault(field, position);
    }

    /** Fields that stand in the file, but whose value could not be read or was taken out. */
    public Set<String> unread() {
        Set<String> unread = new TreeSet<>(fieldPositions.keySet());
        unread.removeAll(fields.keySet());
        return unread;
    }

    /** The same resource with other fields; positions are kept. */
    public ResourceSpec withFields(Map<String, Object> others) {
        return new ResourceSpec(ref, meta, others, position, fieldPositions);
    }

    /** The same resource with other meta parameters; positions are kept. */
    public ResourceSpec withMeta(Meta other) {
        return new ResourceSpec(ref, other, fields, position, fieldPositions);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ResourceSpec that && ref.equals(that.ref) && meta.equals(that.meta)
                && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return Objects.hash(ref, meta, fields);
    }

    @Override
    public String toString() {
        return ref + " " + fields;
    }
}
