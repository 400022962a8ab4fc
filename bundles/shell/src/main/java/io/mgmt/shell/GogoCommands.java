// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import io.mgmt.agent.Agent;
import io.mgmt.agent.Answer;
import io.mgmt.agent.Command;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Process;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
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

    /** The part before the colon. */
    static final String SCOPE = "mgmt";

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
        String name = Commands.Known.of(command).name();
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(CommandProcessor.COMMAND_SCOPE, SCOPE);
        properties.put(CommandProcessor.COMMAND_FUNCTION, name);
        if (command.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking) {
            properties.put(Constants.SERVICE_RANKING, ranking);
        }
        offered.put(command, context.registerService(Function.class,
                (session, arguments) -> run(command, name, arguments), properties));
    }

    void withdraw(ServiceReference<Command> command) {
        offered.remove(command).unregister();
    }

    private Object run(ServiceReference<Command> reference, String name, List<Object> arguments)
            throws InterruptedException {
        Command command = context.getService(reference);
        if (command == null) {
            System.err.println(SCOPE + ":" + name + " has just gone: its bundle was stopped.");
            return exit(Agent.FAILED);
        }
        try {
            return call(command, arguments.stream().map(String::valueOf).toList());
        } finally {
            context.ungetService(reference);
        }
    }

    /**
     * Rows where there are some. Else Gogo puts what is printed where the line says, a pipe for example, by
     * the standard streams; and so it does with rows that come with a failure, for which Gogo returns nothing.
     */
    static Object call(Command command, List<String> arguments) throws InterruptedException {
        Optional<Answer> answer = command.answer(arguments);
        if (answer.isEmpty()) {
            return exit(command.run(arguments, System.out, System.err));
        }
        if (answer.get().exitCode() == Agent.DONE) {
            return new Rows(answer.get());
        }
        return exit(answer.get().print(System.out, System.err));
    }

    /** Tells Gogo how it ended, for {@code &&} and {@code ||} and for who asks afterwards. */
    private static Object exit(int code) {
        Process process = Process.Utils.current();
        if (code != Agent.DONE && process != null) {
            process.error(code);
        }
        return null;
    }
}
