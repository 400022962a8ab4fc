// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import io.mgmt.agent.Agent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Under our launcher, brings warnings and errors of the framework and its services, such as a component that could not
 * be activated, into the log of the agent; also those from before this bundle was started.
 *
 * <p>The shell starts last. So whoever ends the agent for a wrong input, and then throws as a
 * component that cannot start must, is not told of a second time.
 *
 * <p>In somebody's own framework the log is the owner's: Karaf's log service is fed by SLF4J itself,
 * and whoever logs there what it reads from it never comes to an end.
 */
@Component(service = {}, immediate = true)
public final class LogBridge implements LogListener {

    private final Optional<LogReaderService> reader;

    /** Both are optional, because a resolver would refuse this bundle where they are not to be had. */
    @Activate
    public LogBridge(@Reference(cardinality = ReferenceCardinality.OPTIONAL) Agent agent,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL) LogReaderService reader) {
        this.reader = agent == null ? Optional.empty() : Optional.ofNullable(reader);
        this.reader.ifPresent(this::follow);
    }

    private void follow(LogReaderService reader) {
        List<LogEntry> before = new ArrayList<>(Collections.list(reader.getLog()));
        Collections.reverse(before);
        before.forEach(this::logged);
        reader.addLogListener(this);
    }

    @Deactivate
    public void close() {
        reader.ifPresent(log -> log.removeLogListener(this));
    }

    @Override
    public void logged(LogEntry entry) {
        Logger log = LoggerFactory.getLogger(entry.getLoggerName());
        if (entry.getLogLevel() == LogLevel.ERROR) {
            log.error("{}", entry.getMessage(), entry.getException());
        } else if (entry.getLogLevel() == LogLevel.WARN) {
            log.warn("{}", entry.getMessage(), entry.getException());
        }
    }
}
