// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.schedule;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Some hours of some days of each week.
 *
 * @param text as it was written
 * @param days on which it starts
 * @param start minute of the day
 * @param end minute of the day, not included; at or before the start it is one of the next day
 * @param voters how many there are to be then
 */
record Window(String text, Set<DayOfWeek> days, int start, int end, int voters) {

    private static final int DAY = 24 * 60;
    /** The agent's own bound, unless it is configured. */
    private static final int MOST_VOTERS = 9;

    Window {
        days = Collections.unmodifiableSet(EnumSet.copyOf(days));
    }

    /** @throws IllegalArgumentException what is wrong with it, and what would be right */
    static Window of(String text) {
        int equals = text.indexOf('=');
        String when = equals < 0 ? text : text.substring(0, equals).strip();
        int space = when.lastIndexOf(' ');
        String hours = when.substring(space + 1);
        int dash = hours.indexOf('-');
        if (equals < 0 || dash < 0) {
            throw wrong(text, "is no window");
        }
        int start = minute(text, hours.substring(0, dash));
        int end = minute(text, hours.substring(dash + 1));
        if (start == end || start == DAY) {
            throw wrong(text, "is empty; a whole day is 00:00-24:00");
        }
        return new Window(text, days(text, space < 0 ? "Mon-Sun" : when.substring(0, space)), start, end,
                voters(text, text.substring(equals + 1).strip()));
    }

    private static int voters(String text, String number) {
        if (number.length() != 1 || number.charAt(0) < '1' || number.charAt(0) > '0' + MOST_VOTERS) {
            throw wrong(text, "asks for \"" + number + "\" voters, and a cluster has 1 to " + MOST_VOTERS);
        }
        return number.charAt(0) - '0';
    }

    private static int minute(String text, String time) {
        if (time.equals("24:00")) {
            return DAY;
        }
        try {
            LocalTime parsed = LocalTime.parse(time);
            if (parsed.toSecondOfDay() % 60 == 0) {
                return parsed.toSecondOfDay() / 60;
            }
        } catch (DateTimeException e) {
            throw wrong(text, "has the time \"" + time + "\", which is none");
        }
        throw wrong(text, "has the time \"" + time + "\"; a window begins and ends with a minute");
    }

    private static Set<DayOfWeek> days(String text, String words) {
        EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String word : words.split(",")) {
            String[] range = word.strip().split("-", 2);
            DayOfWeek day = day(text, range[0]);
            DayOfWeek last = day(text, range[range.length - 1]);
            days.add(day);
            while (day != last) {
                day = day.plus(1);
                days.add(day);
            }
        }
        return days;
    }

    private static DayOfWeek day(String text, String word) {
        List<String> names = new ArrayList<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            String name = day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            if (name.equalsIgnoreCase(word.strip())) {
                return day;
            }
            names.add(name);
        }
        throw wrong(text, "has the day \"" + word.strip() + "\"; days are " + String.join(", ", names));
    }

    private static IllegalArgumentException wrong(String text, String why) {
        return new IllegalArgumentException("windows = \"" + text + "\" " + why
                + ". Write it as DAYS START-END=VOTERS, such as Mon-Fri 08:00-18:00=5.");
    }

    boolean holds(DayOfWeek day, LocalTime time) {
        int minute = time.toSecondOfDay() / 60;
        if (start < end) {
            return days.contains(day) && minute >= start && minute < end;
        }
        return days.contains(day) && minute >= start || days.contains(day.minus(1)) && minute < end;
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
