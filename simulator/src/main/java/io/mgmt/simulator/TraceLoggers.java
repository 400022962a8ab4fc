// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.AbstractLogger;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * What the product logs becomes part of the trace of the world that runs on this thread; an exception
 * that it logs as an error is a defect, and so a violation.
 */
public final class TraceLoggers implements SLF4JServiceProvider, ILoggerFactory {

    private static final ThreadLocal<World> WORLD = new ThreadLocal<>();
    private static final boolean IS_DEBUG = Boolean.getBoolean("debug");

    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter context = new NOPMDCAdapter();
    private final Logger logger = new TraceLogger();

    /** From now on, on this thread. */
    static void into(World world) {
        WORLD.set(world);
    }

    @Override
    public Logger getLogger(String name) {
        return logger;
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return this;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return context;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {
        // Everything is there already.
    }

    private static final class TraceLogger extends AbstractLogger {

        private static final long serialVersionUID = 1;

        @Override
        protected String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(Level level, Marker marker, String message,
                Object[] arguments, Throwable throwable) {
            World world = WORLD.get();
            if (world == null) {
                return;
            }
            if (world.trace.isWritten()) {
                world.trace.add("log", level + " "
                        + MessageFormatter.basicArrayFormat(message, arguments)
                        + (throwable == null ? "" : " " + throwable));
            }
            if (level == Level.ERROR && throwable != null) {
                world.checks.defect(MessageFormatter.basicArrayFormat(message, arguments), throwable);
            }
        }

        private static boolean isHeard() {
            World world = WORLD.get();
            return world != null && world.trace.isWritten();
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isTraceEnabled(Marker marker) {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return IS_DEBUG && isHeard();
        }

        @Override
        public boolean isDebugEnabled(Marker marker) {
            return isDebugEnabled();
        }

        @Override
        public boolean isInfoEnabled() {
            return isHeard();
        }

        @Override
        public boolean isInfoEnabled(Marker marker) {
            return isHeard();
        }

        @Override
        public boolean isWarnEnabled() {
            return isHeard();
        }

        @Override
        public boolean isWarnEnabled(Marker marker) {
            return isHeard();
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled(Marker marker) {
            return true;
        }
    }
}
