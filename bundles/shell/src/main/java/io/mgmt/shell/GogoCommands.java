// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import io.mgmt.agent.Command;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Offers every {@link Command} to Gogo as well, as {@code mgmt:NAME}: in our own shell, and in Karaf's. */
@Component(service = {}, immediate = true)
public final class GogoCommands {

    private final BundleContext context;
    private final Map<ServiceReference<Command>, ServiceRegistration<Function>> offered = new ConcurrentHashMap<>();

    /** @param gogo not used, but nothing of this class is loaded until it is there: Gogo is optional */
    @Activate
    public GogoCommands(@Reference CommandProcessor gogo, BundleContext context) {
        this.context = context;
    }

    /** A reference and no service, because a command is made only when somebody calls it. */
    @Reference(service = Command.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            unbind = "withdraw")
    void offer(ServiceReference<Command> command) {
        String name = String.valueOf(command.getProperty(Command.NAME));
        offered.put(command, context.registerService(Function.class,
                (session, arguments) -> run(command, name, arguments),
                FrameworkUtil.asDictionary(Map.of(CommandProcessor.COMMAND_SCOPE, "mgmt",
                        CommandProcessor.COMMAND_FUNCTION, name))));
    }

    void withdraw(ServiceReference<Command> command) {
        offered.remove(command).unregister();
    }

    /**
     * Gogo puts what a command prints where the line says, a pipe for example, by the standard streams. It
     * knows no exit codes; what went wrong is in the text.
     */
    private Object run(ServiceReference<Command> reference, String name, List<Object> arguments)
            throws InterruptedException {
        Command command = context.getService(reference);
        if (command == null) {
            throw new IllegalStateException("mgmt:" + name + " has just gone: its bundle was stopped.");
        }
        try {
            command.run(arguments.stream().map(String::valueOf).toList(), System.out, System.err);
            return null;
        } finally {
            context.ungetService(reference);
        }
    }
}
