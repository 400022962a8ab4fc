// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import io.mgmt.agent.Agent;
import io.mgmt.agent.Command;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * {@code mgmt etcdctl-path}: prints where etcdctl is; fetches it first if it has to. Needs no
 * agent.
 */
@Component(configurationPid = "io.mgmt.etcd.server", property = {Command.NAME + "=etcdctl-path",
    Command.DESCRIPTION + "=Prints where etcdctl is; fetches it first if it has to."})
public final class EtcdctlPathCommand implements Command {

    private final EtcdBinaries binaries;

    /** Called by Declarative Services. */
    @Activate
    public EtcdctlPathCommand(BundleContext context, EtcdServerConfig config) {
        this(EtcdBinaries.of(config.etcd(), Home.of(context)));
    }

    EtcdctlPathCommand(EtcdBinaries binaries) {
        this.binaries = binaries;
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err)
            throws InterruptedException {
        if (!arguments.isEmpty()) {
            err.println("etcdctl-path takes no arguments, not \"" + arguments.get(0) + "\".");
            return Agent.WRONG_INPUT;
        }
        try {
            out.println(binaries.getEtcdctl(err::println).path());
            return Agent.DONE;
        } catch (IOException e) {
            err.println(e.getMessage());
            return Agent.FAILED;
        }
    }
}
