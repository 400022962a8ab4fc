// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that the running agent answers, under the same name. */
abstract class Asking implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private AgentChoice agent;

    /** What stands after the name of the command. */
    abstract List<String> arguments();

    CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() throws Exception {
        return Control.ask(agent, spec, spec.name(), arguments());
    }
}
