// SPDX-License-Identifier: Apache-2.0
/** Part of the build: lays out a Maven repository. Not shipped. */
package io.mgmt.repository;
