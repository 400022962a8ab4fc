// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import io.mgmt.agent.Answer;
import java.util.AbstractList;
import java.util.Map;

/**
 * What a command gives to Gogo: a list of maps, for {@code each} and variables, that is shown, and goes
 * through pipes, as the text that it was made with.
 */
final class Rows extends AbstractList<Map<String, Object>> {

    private final Answer answer;

    Rows(Answer answer) {
        this.answer = answer;
    }

    @Override
    public Map<String, Object> get(int index) {
        return answer.rows().get(index);
    }

    @Override
    public int size() {
        return answer.rows().size();
    }

    /** Without a line feed at its end, which whoever shows it adds. */
    String text() {
        return answer.text().stripTrailing();
    }
}
