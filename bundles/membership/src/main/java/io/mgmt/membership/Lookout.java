// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

/** Looks at the cluster for somebody who asks; may take seconds if members do not answer. */
@FunctionalInterface
interface Lookout {

    Seen look() throws InterruptedException;
}
