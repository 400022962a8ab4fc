// SPDX-License-Identifier: Apache-2.0
/** Turns a graph file into a graph, or into the lines that are wrong. */
package io.mgmt.yaml;
