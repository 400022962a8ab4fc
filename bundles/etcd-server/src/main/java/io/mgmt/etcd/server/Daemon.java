// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

/** Threads that do not keep the process alive. */
final class Daemon {

    private Daemon() {
    }

    static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
