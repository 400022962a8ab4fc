// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.Context;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import org.slf4j.LoggerFactory;

/**
 * What a person sees: log lines, and in a terminal one live line below them that is wiped before
 * each log line and drawn again after it, so that the two never mix.
 */
final class Screen {

    private static final String WIPE = "\r\u001b[K";
    private static final String RESET = "\u001b[0m";
    private static final String DIM = "\u001b[2m";
    private static final String YELLOW = "\u001b[33m";
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";

    private static final int USUAL_COLUMNS = 80;

    private final PrintStream out;
    private final boolean terminal;
    private final boolean colour;
    private final int columns;
    private final boolean json;
    private String live = "";

    /**
     * @param terminal whether a live line may be drawn
     * @param colour whether to colour
     * @param columns how wide the live line may be; 0, as some terminals say: nobody knows
     * @param json whether all that is said is logged as JSON
     */
    Screen(PrintStream out, boolean terminal, boolean colour, int columns, boolean json) {
        this.out = out;
        this.terminal = terminal;
        this.colour = colour;
        this.columns = columns > 0 ? columns : USUAL_COLUMNS;
        this.json = json;
    }

    /**
     * The screen of this process. The start script knows whether standard error is a terminal, and
     * says so in {@code mgmt.terminal}: Java 17 cannot ask about a single stream.
     */
    static Screen ofProcess(boolean json) {
        boolean terminal = !json && Boolean.getBoolean("mgmt.terminal") && !"dumb".equals(System.getenv("TERM"));
        boolean colour = terminal && System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
        return new Screen(System.err, terminal, colour, Integer.getInteger("mgmt.columns", USUAL_COLUMNS), json);
    }

    /** True if there is a live line to be kept up to date. */
    boolean isLive() {
        return terminal;
    }

    /** Replaces the live line; empty removes it. */
    synchronized void live(String text) {
        if (terminal && !text.equals(live)) {
            live = text;
            out.print(WIPE + drawn());
            out.flush();
        }
    }

    /** Tells a person something that is no log event; with {@code --json-log} it becomes one. */
    void say(String text) {
        if (json) {
            LoggerFactory.getLogger(Screen.class).info("{}", text);
        } else {
            print(text);
        }
    }

    /** Prints lines above the live line. */
    synchronized void print(String text) {
        out.print((terminal ? WIPE : "") + text + "\n" + drawn());
        out.flush();
    }

    private String drawn() {
        if (live.isEmpty()) {
            return "";
        }
        String cut = live.length() < columns ? live : live.substring(0, columns - 1);
        return colour ? DIM + cut + RESET : cut;
    }

    /** Prints log events on this screen. */
    Appender<ILoggingEvent> appender(Context context) {
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                print(line(event));
            }
        };
        appender.setContext(context);
        appender.start();
        return appender;
    }

    private String line(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        String time = time(event.getTimeStamp());
        line.append(colour ? DIM + time + RESET : time).append(' ');
        Level level = event.getLevel();
        boolean loud = level.isGreaterOrEqual(Level.WARN);
        String message = LogLine.readable(event.getFormattedMessage());
        if (loud || level.toInt() < Level.INFO_INT) {
            line.append(paint(loud ? level.isGreaterOrEqual(Level.ERROR) ? RED : YELLOW : DIM, level.toString()))
                    .append(' ');
        }
        line.append(message.contains(" applied ") ? paint(GREEN, message) : message);
        if (event.getThrowableProxy() != null) {
            line.append('\n').append(ThrowableProxyUtil.asString(event.getThrowableProxy()).stripTrailing());
        }
        return line.toString();
    }

    private String paint(String code, String text) {
        return colour ? code + text + RESET : text;
    }

    /** {@code HH:MM:SS.mmm} of local time; by hand, because formatters cost start-up time. */
    private static String time(long epochMillis) {
        long local = epochMillis + 1000L
                * ZoneId.systemDefault().getRules().getOffset(Instant.ofEpochMilli(epochMillis)).getTotalSeconds();
        long day = Math.floorMod(local, 86_400_000L);
        StringBuilder time = new StringBuilder(12);
        pad(time, day / 3_600_000, 2).append(':');
        pad(time, day / 60_000 % 60, 2).append(':');
        pad(time, day / 1000 % 60, 2).append('.');
        return pad(time, day % 1000, 3).toString();
    }

    private static StringBuilder pad(StringBuilder to, long number, int digits) {
        String text = Long.toString(number);
        return to.append("000", 0, digits - text.length()).append(text);
    }
}
