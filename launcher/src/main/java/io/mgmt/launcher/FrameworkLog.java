// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings warnings and errors of the framework and its services, such as a component that could not
 * be activated, into the log of the agent.
 */
final class FrameworkLog implements LogListener {

    private FrameworkLog() {
    }

    /**
     * Brings what was logged so far, and from now on. To be called once all bundles are started: if one
     * of them ends the agent for a wrong input, and then throws as a component that cannot start must,
     * the person is not told a second time.
     */
    static void follow(BundleContext context) {
        ServiceReference<LogReaderService> reference = context.getServiceReference(LogReaderService.class);
        if (reference != null) {
            LogReaderService reader = context.getService(reference);
            FrameworkLog log = new FrameworkLog();
            List<LogEntry> before = new ArrayList<>(Collections.list(reader.getLog()));
            Collections.reverse(before);
            before.forEach(log::logged);
            reader.addLogListener(log);
        }
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
