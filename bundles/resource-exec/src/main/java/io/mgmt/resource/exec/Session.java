// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

/**
 * A command that runs, and what it started: a session of its own, named by the command's process
 * id.
 */
final class Session {

    private final Process process;

    Session(Process process) {
        this.process = process;
    }

    /**
     * The process of the command itself; setsid replaced itself by it, so the id is the session's
     * too.
     */
    Process process() {
        return process;
    }

    long id() {
        return process.pid();
    }
}
