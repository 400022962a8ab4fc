// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.cluster.ClusterView;

/** What the advisers say about one view: asked when somebody wants to know, and only once, since some are slow. */
final class Consultation {

    private final Advisers advisers;
    private final ClusterView view;
    private Advice advice;

    Consultation(Advisers advisers, ClusterView view) {
        this.advisers = advisers;
        this.view = view;
    }

    Advisers advisers() {
        return advisers;
    }

    synchronized Advice advice() {
        if (advice == null) {
            advice = advisers.now(view);
        }
        return advice;
    }
}
