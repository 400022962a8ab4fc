// SPDX-License-Identifier: Apache-2.0
package io.mgmt.yaml;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says in plain words what snakeyaml found, for the mistakes that people make. */
final class Syntax {

    private Syntax() {
    }

    static void explain(MarkedYAMLException e, String text, Problems problems) {
        Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
        String problem = e.getProblem() == null ? String.valueOf(e.getContext()) : e.getProblem();
        Mark tab = mark == null || !hasTabBefore(text, mark) ? null : mark;
        if (tab != null) {
            problems.add(problems.position(tab), "a tab stands where YAML wants spaces",
                    "Indent with spaces.");
        } else if (problem.contains("but found another document")) {
            problems.add(problems.position(mark), "a second document begins here",
                    "One file holds one graph: remove"
                    + " the \"---\" between them.");
        } else if (problem.contains("undefined alias")) {
            problems.add(problems.position(mark), "the alias is not defined before: " + problem,
                    "Write &NAME before the value that *NAME is to repeat, or put the text in"
                    + " quotes.");
        } else if (problem.contains("mapping values are not allowed here")) {
            problems.add(problems.position(mark), "a \":\" is not allowed here",
                    "Indent this line as the one above, or put the text in quotes.");
        } else {
            String where = e.getContext() == null || e.getContext()
                    .equals(problem) ? "" : e.getContext() + ": ";
            problems.add(problems.position(mark), "this is not YAML: " + where + problem,
                    "Check the indentation, quotes and brackets of this line and the one above.");
        }
    }

    /** True if the indentation of that line has a tab in it, or the character itself is one. */
    private static boolean hasTabBefore(String text, Mark mark) {
        int start = Math.min(mark.getIndex(), text.length());
        if (start < text.length() && text.charAt(start) == '\t') {
            return true;
        }
        int line = text.lastIndexOf('\n', start - 1) + 1;
        for (int i = line; i < text.length() && (text.charAt(i) == ' ' || text.charAt(i)
                == '\t'); i++) {
            if (text.charAt(i) == '\t') {
                return true;
            }
        }
        return false;
    }
}
