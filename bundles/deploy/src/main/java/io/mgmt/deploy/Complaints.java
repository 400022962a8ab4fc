// SPDX-License-Identifier: Apache-2.0
package io.mgmt.deploy;

import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is wrong with files, one line for each, and only once as long as it stays the same. */
final class Complaints {

    private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);

    private final String host;
    private final Map<String, String> told = new HashMap<>();

    Complaints(String host) {
        this.host = host;
    }

    /** @param keeps what goes on in its place; empty: nothing */
    void tell(String file, UnusableException problem, String keeps) {
        String line = problem.getMessage() + problem.remedy() + keeps;
        if (!line.equals(told.put(file, line))) {
            LOG.error("{} cannot deploy: file={} reason={}{} remedy={}", host, file, quoted(problem.getMessage()),
                    keeps.isEmpty() ? "" : " keeps=" + quoted(keeps), quoted(problem.remedy()));
        }
    }

    /** Nothing is wrong with it any more. */
    void forget(String file) {
        told.remove(file);
    }

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
