// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mgmt members}: asks the running agent about the cluster. */
@Command(name = "members", mixinStandardHelpOptions = true,
        description = "Shows who is a member of the cluster, who could become one, and what is wrong.",
        footer = {"", "Roles: voter, learner (a member that has no vote yet), spare (may be chosen), barred (a volunteer"
                + " that cannot be chosen at present; see mgmt why), leaving, client (--no-server), gone.",
            "Health: healthy; orphan (etcd serves, its agent is gone); down (its agent lives, etcd does not answer);"
                + " dead (neither); broken (its data is lost)."})
final class MembersCommand extends Asking {

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    List<String> arguments() {
        return json ? List.of("--json") : List.of();
    }
}
