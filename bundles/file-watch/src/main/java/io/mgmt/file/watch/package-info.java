// SPDX-License-Identifier: Apache-2.0
/** Watches files for everybody, with one inotify instance. */
package io.mgmt.file.watch;
