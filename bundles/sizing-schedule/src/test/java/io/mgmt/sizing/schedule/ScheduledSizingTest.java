// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.schedule;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.cluster.Sizing;
import io.mgmt.testkit.ClusterScene;
import io.mgmt.testkit.ComponentConfig;
import java.time.Instant;
import java.util.Map;
import org.junit.Test;

/** Of November 2026 the 30th is a Monday. */
public final class ScheduledSizingTest {

    private static final String HOW = ". Write it as DAYS START-END=VOTERS, such as Mon-Fri 08:00-18:00=5.";

    private static ClusterSizingPolicy policy(String zone, String... windows) {
        return Schedule.of(ComponentConfig.of(ScheduleConfig.class,
                Map.of("windows", windows, "timeZone", zone)))::size;
    }

    private static Sizing at(String utc, String zone, String... windows) {
        return policy(zone, windows).size(ClusterScene.cluster().wanted(1).at(Instant.parse(utc)).view());
    }

    private static int voters(String utc, String... windows) {
        return at(utc, "UTC", windows).voters();
    }

    private static String refused(String window) {
        String message = assertThrows(IllegalArgumentException.class,
                () -> policy("UTC", window)).getMessage();
        String begin = "windows = \"" + window + "\" ";
        assertEquals(message, begin, message.substring(0, begin.length()));
        assertEquals(message, HOW, message.substring(message.length() - HOW.length()));
        return message.substring(begin.length(), message.length() - HOW.length());
    }

    @Test
    public void asksForThoseOfTheWindowThatTheTimeIsIn() {
        String office = "Mon-Fri 08:00-18:00=5";
        assertEquals(new Sizing(5, "the time is in Mon-Fri 08:00-18:00=5 (UTC)"),
                at("2026-11-30T08:00:00Z", "UTC", office));
        assertEquals(5, voters("2026-12-04T17:59:59.999Z", office));
        assertEquals(new Sizing(1, "the time is in none of 1 window (UTC); idealClusterSize is 1"),
                at("2026-11-30T07:59:59.999Z", "UTC", office));
        assertEquals(1, voters("2026-11-30T18:00:00Z", office));
        assertEquals(1, voters("2026-11-29T12:00:00Z", office));
    }

    @Test
    public void withoutWindowsItIsWhatAnOperatorWants() {
        assertEquals(new Sizing(1, "no window is configured; idealClusterSize is 1"),
                at("2026-11-30T12:00:00Z", "UTC"));
        assertEquals(1, voters("2026-11-30T12:00:00Z", "", " ; "));
        assertEquals("no window is configured; idealClusterSize is 3", Schedule.of(
                ComponentConfig.of(ScheduleConfig.class, Map.of())).size(ClusterScene.cluster().view()).reason());
    }

    @Test
    public void theFirstWindowThatHoldsTheTimeCounts() {
        assertEquals(3, voters("2026-11-30T12:00:00Z", "Mon 12:00-13:00=3", "Mon-Sun 00:00-24:00=5"));
        assertEquals(5, voters("2026-11-30T13:00:00Z", "Mon 12:00-13:00=3", "Mon-Sun 00:00-24:00=5"));
        assertEquals("in one text, as a properties file has it", 5,
                voters("2026-11-30T13:00:00Z", "Mon 12:00-13:00=3; Mon-Sun 00:00-24:00=5"));
    }

    /** The night of a day begins on it: of Friday it ends on Saturday. */
    @Test
    public void aWindowOverMidnightBelongsToTheDayThatItStartsOn() {
        String nights = "Fri 22:00-06:00=7";
        assertEquals(1, voters("2026-12-04T05:00:00Z", nights));
        assertEquals(7, voters("2026-12-04T22:00:00Z", nights));
        assertEquals(7, voters("2026-12-05T05:59:00Z", nights));
        assertEquals(1, voters("2026-12-05T06:00:00Z", nights));
        assertEquals(1, voters("2026-12-05T22:00:00Z", nights));
    }

    @Test
    public void daysMayBeARangeAListOrLeftOut() {
        assertEquals(3, voters("2026-11-30T12:00:00Z", "mon,wed 12:00-13:00=3"));
        assertEquals(1, voters("2026-12-01T12:00:00Z", "mon,wed 12:00-13:00=3"));
        assertEquals(3, voters("2026-11-29T12:00:00Z", "Sat-Mon 12:00-13:00 = 3"));
        assertEquals(1, voters("2026-12-01T12:00:00Z", "Sat-Mon 12:00-13:00=3"));
        assertEquals(3, voters("2026-12-01T12:00:00Z", "12:00-13:00=3"));
        assertEquals(3, voters("2026-12-01T12:00:00Z", "Mon, Tue 12:00-13:00=3"));
        assertEquals(3, voters("2026-12-01T23:59:00Z", "Tue 22:00-24:00=3"));
        assertEquals(1, voters("2026-12-02T00:00:00Z", "Tue 22:00-24:00=3"));
    }

    /** Eight in the morning is seven in UTC in winter, and six in summer. */
    @Test
    public void theClockIsThatOfTheTimeZoneAlsoInSummer() {
        String office = "08:00-18:00=5";
        assertEquals(5, at("2026-11-30T07:00:00Z", "Europe/Berlin", office).voters());
        assertEquals(1, at("2026-11-30T06:59:00Z", "Europe/Berlin", office).voters());
        assertEquals(5, at("2026-07-01T06:00:00Z", "Europe/Berlin", office).voters());
        assertEquals("the time is in 08:00-18:00=5 (Europe/Berlin)",
                at("2026-07-01T06:00:00Z", "Europe/Berlin", office).reason());
    }

    @Test
    public void aWindowThatMakesNoSenseIsRefused() {
        assertEquals("is no window", refused("5"));
        assertEquals("is no window", refused("Mon=5"));
        assertEquals("is no window", refused("Mon-Fri 08:00-18:00"));
        assertEquals("has the day \"Fry\"; days are Mon, Tue, Wed, Thu, Fri, Sat, Sun",
                refused("Mon-Fry 08:00-18:00=5"));
        assertEquals("has the time \"25:00\", which is none", refused("Mon 08:00-25:00=5"));
        assertEquals("has the time \"8:00\", which is none", refused("Mon 8:00-18:00=5"));
        assertEquals("has the time \"08:00:30\"; a window begins and ends with a minute", refused("08:00:30-18:00=5"));
        assertEquals("is empty; a whole day is 00:00-24:00", refused("08:00-08:00=5"));
        assertEquals("is empty; a whole day is 00:00-24:00", refused("24:00-08:00=5"));
        assertEquals("asks for \"0\" voters, and a cluster has 1 to 9", refused("08:00-18:00=0"));
        assertEquals("asks for \"11\" voters, and a cluster has 1 to 9", refused("08:00-18:00=11"));
        assertEquals("asks for \"many\" voters, and a cluster has 1 to 9", refused("08:00-18:00=many"));
    }

    @Test
    public void anUnknownTimeZoneIsRefused() {
        assertEquals("timeZone = \"Europe/Berln\" is no time zone that this Java knows. Give one"
                + " such as UTC, Europe/Berlin or +02:00.", assertThrows(IllegalArgumentException.class,
                () -> policy("Europe/Berln")).getMessage());
    }
}
