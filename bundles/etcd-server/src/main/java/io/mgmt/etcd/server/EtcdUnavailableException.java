// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import java.io.IOException;

/**
 * There is no etcd to run, or not the wanted one. The message says what was tried, and how to
 * provide one; it may have several lines.
 */
public final class EtcdUnavailableException extends IOException {

    private static final long serialVersionUID = 1;

    EtcdUnavailableException(String message) {
        super(message);
    }
}
