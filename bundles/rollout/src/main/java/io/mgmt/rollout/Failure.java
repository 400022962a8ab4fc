// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

/**
 * Why a bundle was taken back.
 *
 * @param host on which it did not run
 * @param reason a clause that begins with "it", for example "it needs the package x, which …"
 * @param version of the bundle that was taken back
 * @param attempt that failed
 */
record Failure(String host, String reason, String version, long attempt) {
}
