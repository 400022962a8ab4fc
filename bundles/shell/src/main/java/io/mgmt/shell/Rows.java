// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import io.mgmt.agent.Answer;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a command gives to Gogo: a list of maps, for {@code each} and variables, that is shown, and goes
 * through pipes, as the text that it was made with. Both classes are our own, because Gogo calls methods by
 * reflection, which the JDK's own collections refuse.
 */
final class Rows extends AbstractList<Map<String, Object>> {

    private final String text;
    private final List<Row> rows;

    Rows(Answer answer) {
        text = answer.text().stripTrailing();
        rows = answer.rows().stream().map(Row::new).toList();
    }

    @Override
    public Row get(int index) {
        return rows.get(index);
    }

    @Override
    public int size() {
        return rows.size();
    }

    /** Without a line feed at its end, which whoever shows it adds. */
    String text() {
        return text;
    }

    /** One of them: {@code ${it[name]}} or {@code $it get name}. */
    static final class Row extends AbstractMap<String, Object> {

        private final Map<String, Object> fields;

        Row(Map<String, Object> fields) {
            this.fields = fields;
        }

        @Override
        public Object get(Object name) {
            return fields.get(name);
        }

        @Override
        public Set<Map.Entry<String, Object>> entrySet() {
            return fields.entrySet();
        }
    }
}
