// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

public final class MetatypeTypesTest {

    @Rule
    public final Felix felix = new Felix();

    private Types types;

    /** One property of the test, whose values must not contain an x. */
    private record Attribute(String name, int type, int cardinality) implements AttributeDefinition {

        @Override
        public String getName() {
            return name;
        }

        @Override
        public String getID() {
            return name;
        }

        @Override
        public String getDescription() {
            return null;
        }

        @Override
        public int getCardinality() {
            return cardinality;
        }

        @Override
        public int getType() {
            return type;
        }

        @Override
        public String[] getOptionValues() {
            return null;
        }

        @Override
        public String[] getOptionLabels() {
            return null;
        }

        @Override
        public String validate(String value) {
            return value.contains("x") ? "it holds an x" : null;
        }

        @Override
        public String[] getDefaultValue() {
            return name.equals("number") ? new String[] {"7"} : null;
        }
    }

    /** What the bundles of the test say: {@code t} is one configuration, {@code f} are several. */
    private record Information(Bundle bundle) implements MetaTypeInformation, ObjectClassDefinition {

        @Override
        public String[] getPids() {
            return new String[] {"t"};
        }

        @Override
        public String[] getFactoryPids() {
            return new String[] {"f"};
        }

        @Override
        public Bundle getBundle() {
            return bundle;
        }

        @Override
        public ObjectClassDefinition getObjectClassDefinition(String id, String locale) {
            return this;
        }

        @Override
        public String[] getLocales() {
            return null;
        }

        @Override
        public String getName() {
            return "t";
        }

        @Override
        public String getID() {
            return "t";
        }

        @Override
        public String getDescription() {
            return null;
        }

        @Override
        public InputStream getIcon(int size) {
            return null;
        }

        @Override
        public AttributeDefinition[] getAttributeDefinitions(int filter) {
            return new AttributeDefinition[] {new Attribute("number", AttributeDefinition.INTEGER, 0),
                new Attribute("long", AttributeDefinition.LONG, 0),
                new Attribute("part", AttributeDefinition.DOUBLE, 0),
                new Attribute("yes", AttributeDefinition.BOOLEAN, 0),
                new Attribute("text", AttributeDefinition.STRING, 0),
                new Attribute("letter", AttributeDefinition.CHARACTER, 0),
                new Attribute("texts", AttributeDefinition.STRING, 9),
                new Attribute("numbers", AttributeDefinition.INTEGER, -9)};
        }
    }

    @Before
    public void begin() {
        felix.context().registerService(MetaTypeService.class, Information::new, null);
        types = new MetatypeTypes(felix.context());
    }

    private String refusal(String property, String text) {
        return assertThrows(IllegalArgumentException.class, () -> types.value("t", property, text)).getMessage();
    }

    @Test
    public void textsBecomeWhatTheirTypeSays() {
        assertEquals(-3, types.value("t", "number", "-3"));
        assertEquals(3L, types.value("f~one", "long", "3"));
        assertEquals(0.5, types.value("t", "part", "0.5"));
        assertEquals(true, types.value("t", "yes", "true"));
        assertEquals('c', types.value("t", "letter", "c"));
        assertEquals("3", types.value("t", "text", "3"));
        assertArrayEquals(new String[] {"a", "b"}, (String[]) types.value("t", "texts", "a, b"));
        assertEquals(List.of(1, 2), types.value("t", "numbers", "1,2"));
        assertEquals("nothing is known of it", "3", types.value("u", "number", "3"));
    }

    /** Which policy decides is for the operator to say, and not for its author. */
    @Test
    public void whatCountsForEveryServiceIsTakenForEveryConfiguration() {
        for (String pid : List.of("t", "f~one", "u")) {
            assertEquals(200, types.value(pid, "service.ranking", "200"));
            assertEquals(true, types.value(pid, "mgmt.shadow", "true"));
            assertEquals("it must be a whole number", assertThrows(IllegalArgumentException.class,
                    () -> types.value(pid, "service.ranking", "best")).getMessage());
            assertEquals("it must be true or false", assertThrows(IllegalArgumentException.class,
                    () -> types.value(pid, "mgmt.shadow", "yes")).getMessage());
        }
    }

    @Test
    public void whatIsNoValueIsRefusedWithAReason() {
        assertEquals("it must be a whole number", refusal("number", "abc"));
        assertEquals("it must be a whole number", refusal("numbers", "1,b"));
        assertEquals("it must be a number", refusal("part", "abc"));
        assertEquals("it must be true or false", refusal("yes", "ture"));
        assertEquals("it must be one character", refusal("letter", "cc"));
        assertEquals("it holds an x", refusal("text", "axb"));
        assertEquals("there is no such property; t has letter, long, number, numbers, part, text, texts, yes",
                refusal("nubmer", "1"));
    }

    @Test
    public void defaultsAreShownAndADescriptionMayBeMissing() {
        Types.Property number = types.properties("t").orElseThrow().iterator().next();
        assertEquals(List.of("7"), number.defaults());
        assertEquals("", number.description());
        assertFalse(types.properties("u").isPresent());
        assertEquals(Optional.empty(), Types.NONE.properties("t"));
        assertEquals(Set.of("number"), Set.of(number.name()));
    }
}
