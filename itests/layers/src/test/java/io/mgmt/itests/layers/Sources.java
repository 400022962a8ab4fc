// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What holds for the text of every file. */
final class Sources {

    static final String LICENSE = "// SPDX-License-Identifier: Apache-2.0";

    /** A file that is longer says why in a comment that begins with these words. */
    static final String WHY_LONG = "Over 400 lines:";

    private static final int MOST_LINES = 400;

    private static final Set<String> TEXT = Set.of("java", "xml", "md", "sh", "yaml", "properties", "feature", "bnd");

    /** Written so that this line does not find itself. */
    private static final Pattern UNDONE = Pattern.compile("\\b(TO[D]O|FIXM[E])\\b");
    private static final Pattern SLEEP = Pattern.compile("\\b(Thread\\.sleep|(SECONDS|MILLIS|MILLISECONDS)\\.sleep)\\(");
    /** A program that tests start is no test: it may sleep for a living. */
    private static final String PROGRAM = "public static void main(";
    private static final Pattern IGNORED = Pattern.compile("^\\s*@(Ignore|Disabled)\\b");
    private static final Pattern TEST_PREFIX = Pattern.compile("\\bpublic void test[A-Z_]\\w*\\(");
    private static final Pattern WILDCARD = Pattern.compile("^import .*\\*;");

    private Sources() {
    }

    /** True for files that people write and these rules read. */
    static boolean isText(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.equals("mgmt") || TEXT.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    /**
     * What is wrong with a file, one line for each.
     *
     * @param path from the root of the clone, with slashes
     */
    static List<String> complaints(String path, List<String> lines) {
        List<String> complaints = new ArrayList<>();
        boolean java = path.endsWith(".java");
        boolean test = java && (path.contains("src/test/") || path.startsWith("testkit/"));
        boolean program = lines.stream().anyMatch(line -> line.contains(PROGRAM));
        if (java && (lines.isEmpty() || !lines.get(0).equals(LICENSE))) {
            complaints.add(path + ":1: does not begin with " + LICENSE);
        }
        if (java && lines.size() > MOST_LINES && lines.stream().noneMatch(line -> line.contains(WHY_LONG))) {
            complaints.add(path + " has " + lines.size() + " lines: split it, or say why in a comment \""
                    + WHY_LONG + " …\"");
        }
        for (int i = 0; i < lines.size(); i++) {
            String where = path + ":" + (i + 1) + ": ";
            String line = lines.get(i);
            find(complaints, UNDONE, line, where + "do it or file it; what is committed is done");
            if (java) {
                find(complaints, WILDCARD, line, where + "imports everything; name the types");
            }
            if (test) {
                if (!program) {
                    find(complaints, SLEEP, line, where + "sleeps; use ManualTimers, or Eventually");
                }
                find(complaints, IGNORED, line, where + "a test that does not run");
                find(complaints, TEST_PREFIX, line, where + "a test's name is a claim, without the prefix \"test\"");
            }
        }
        return complaints;
    }

    private static void find(List<String> complaints, Pattern pattern, String line, String complaint) {
        if (pattern.matcher(line).find()) {
            complaints.add(complaint);
        }
    }
}
