// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mgmt version}. */
@Command(name = "version", mixinStandardHelpOptions = true,
        description = "Prints the version of mgmt and of the Java that runs it.")
final class VersionCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    /** The same for {@code mgmt --version}. */
    static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"mgmt " + version() + " (Java " + System.getProperty("java.version") + ")"};
        }
    }

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(new Provider().getVersion()[0]);
        return 0;
    }

    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "(not packed)" : version;
    }
}
