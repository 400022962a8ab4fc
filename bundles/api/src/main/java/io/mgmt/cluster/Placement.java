// SPDX-License-Identifier: Apache-2.0
package io.mgmt.cluster;

import java.util.List;

/**
 * An order of hosts. It is a preference alone: who may come or must go is not a matter of placement.
 * Hosts that it does not name stand after those that it names, by name.
 *
 * @param comes hosts that are no voters, the one that should become a voter first in front
 * @param goes voters, the one that should go first in front
 */
public record Placement(List<String> comes, List<String> goes) {

    public Placement {
        comes = List.copyOf(comes);
        goes = List.copyOf(goes);
    }
}
