// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

/**
 * What is to be done for which vertex; never {@link Action.Poke}, which stays within {@link
 * Progress}.
 */
public record Todo(Node node, Action action) {
}
