// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What took the agent down when it was started. What is about to be started is noted first, so that an agent which
 * finds the note at its own start knows what ended the one before, and does not start it again; else it would end, and
 * be started, for ever. Deployed anew it is another attempt, and is tried.
 */
final class FatalStarts {

    static final String REASON = "it took the agent down when it was started";
    /** Note: what is being started, while it is. */
    private static final String TRYING = "trying";
    /** Note: the attempts that are not started again here, one a line. */
    private static final String FATAL = "fatal";

    private final Copies copies;
    /** Attempt to SHA-256: a cluster that was founded anew counts its attempts anew. */
    private final SortedMap<Long, String> fatal = new TreeMap<>();

    FatalStarts(Copies copies) {
        this.copies = copies;
    }

    /**
     * Reads the notes. Once, before anything is started.
     *
     * @return what the last agent was starting when it ended, by name; mostly nothing
     */
    Map<String, Artifact> restore() throws IOException {
        for (String line : copies.note(FATAL).lines().toList()) {
            if (line.matches("[0-9]{1,18} [0-9a-f]{64}")) {
                int space = line.indexOf(' ');
                fatal.put(Long.valueOf(line.substring(0, space)), line.substring(space + 1));
            }
        }
        Map<String, Artifact> found = new LinkedHashMap<>(Known.read(copies.note(TRYING)).running());
        if (!found.isEmpty()) {
            found.values().forEach(artifact -> fatal.put(artifact.attempt(), artifact.sha256()));
            write();
        }
        ended();
        return found;
    }

    /** Is on the disk when this returns. */
    void begins(String name, Artifact artifact) throws IOException {
        copies.note(TRYING, new Known(new TreeMap<>(Map.of(name, artifact)), new TreeMap<>()).text());
    }

    /** It did not take the agent down, whatever else became of it. */
    void ended() throws IOException {
        copies.note(TRYING, "");
    }

    boolean contains(Artifact artifact) {
        return artifact.sha256().equals(fatal.get(artifact.attempt()));
    }

    /** Forgets all that can never be started again. */
    void keepOnly(Collection<Artifact> possible) throws IOException {
        if (fatal.entrySet().removeIf(one -> possible.stream().noneMatch(artifact ->
                artifact.attempt() == one.getKey() && artifact.sha256().equals(one.getValue())))) {
            write();
        }
    }

    private void write() throws IOException {
        StringBuilder text = new StringBuilder();
        fatal.forEach((attempt, sha256) -> text.append(attempt).append(' ').append(sha256).append('\n'));
        copies.note(FATAL, text.toString());
    }
}
