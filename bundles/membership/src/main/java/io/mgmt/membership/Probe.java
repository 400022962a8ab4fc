// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

/** Tells whether an etcd answers at a client URL; unlike all other questions, this needs no quorum. */
@FunctionalInterface
interface Probe {

    /** May block for a second. */
    boolean answers(String clientUrl);
}
