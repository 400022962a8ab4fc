// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.Test;

public class SettingsTest {

    private record Config(String file, boolean noop, boolean noWatch, long convergedTimeout,
            long maxRuntime, String graphviz) implements EngineConfig {
        @Override
        public Class<? extends Annotation> annotationType() {
            return EngineConfig.class;
        }
    }

    @Test
    public void defaultsMeanNoFileAndNoEnd() {
        assertEquals(new Settings(Optional.empty(), false, true, Optional.empty(), Optional.empty(),
                Optional.empty()), Settings.of(new Config("", false, false, -1, 0, " ")));
    }

    @Test
    public void numbersAreSeconds() {
        assertEquals(new Settings(Optional.of(Path.of("g.yaml")), true, false,
                Optional.of(Duration.ZERO),
                Optional.of(Duration.ofSeconds(60)), Optional.of(Path.of("/tmp/g.dot"))),
                Settings.of(new Config("g.yaml", true, true, 0, 60, "/tmp/g.dot")));
    }

    @Test
    public void refusesNumbersThatMakeNoSense() {
        assertEquals("convergedTimeout is -2. Use a number of seconds, or -1 for never.",
                assertThrows(IllegalArgumentException.class,
                        () -> Settings.of(new Config("", false, false, -2, 0, ""))).getMessage());
        assertEquals("maxRuntime is -1. Use a number of seconds, or 0 for no bound.",
                assertThrows(IllegalArgumentException.class,
                        () -> Settings.of(new Config("", false, false, -1, -1, ""))).getMessage());
    }
}
