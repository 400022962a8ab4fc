// SPDX-License-Identifier: Apache-2.0
package io.mgmt.file.watch;

/** Whom a {@link WatchedEntry} matters to. */
sealed interface Follower permits WatchedDirectory, PathWatch {
}
