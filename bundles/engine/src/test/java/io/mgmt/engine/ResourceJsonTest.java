// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.mgmt.graph.Meta;
import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class ResourceJsonTest {

    private static final Ref REF = new Ref("file", "a/b \"c\"");

    private static String parse(String text) {
        return assertThrows(IllegalArgumentException.class,
                () -> ResourceJson.parse(REF, "key", text)).getMessage();
    }

    @Test
    public void readsWhatItWrote() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("text", "ä\n\"");
        fields.put("small", 1L);
        fields.put("large", Long.MAX_VALUE);
        fields.put("part", 1.5);
        fields.put("yes", true);
        fields.put("list", List.of("x", 2L, Map.of("y", List.of())));
        ResourceSpec spec = new ResourceSpec(REF,
                new Meta(true, -1, Duration.ofMillis(250), Duration.ofSeconds(60), false, false),
                fields);
        ResourceSpec read = ResourceJson.parse(REF, "key", ResourceJson.write(spec));
        assertEquals(spec, read);
        assertEquals("key", read.position().toString());
    }

    @Test
    public void writesMetaOnlyWhereItIsNotUsual() {
        assertEquals("{\"kind\":\"file\",\"name\":\"a/b \\\"c\\\"\",\"fields\":{}}",
                ResourceJson.write(new ResourceSpec(REF, Meta.DEFAULT, Map.of())));
        assertEquals("{\"kind\":\"file\",\"name\":\"a/b"
                + " \\\"c\\\"\",\"meta\":{\"retry\":3},\"fields\":{}}",
                ResourceJson.write(new ResourceSpec(REF,
                new Meta(false, 3, Meta.DEFAULT.delay(), Duration.ZERO, true,
                        true), Map.of())));
    }

    @Test
    public void saysWhatIsWrongWithAValue() {
        assertEquals("\"fields\" is missing", parse("{}"));
        assertEquals("field x.y is null", parse("{\"fields\":{\"x\":{\"y\":null}}}"));
        assertEquals("field x is 99999999999999999999",
                parse("{\"fields\":{\"x\":99999999999999999999}}"));
        assertEquals("meta.noop is 1, not true or false",
                parse("{\"fields\":{},\"meta\":{\"noop\":1}}"));
        assertEquals("meta.retry is x, not a whole number",
                parse("{\"fields\":{},\"meta\":{\"retry\":\"x\"}}"));
        assertEquals("meta.retry is 9999999999, not a number of tries",
                parse("{\"fields\":{},\"meta\":{\"retry\":9999999999}}"));
        assertEquals("retry -2, delay PT1S, poll PT0S",
                parse("{\"fields\":{},\"meta\":{\"retry\":-2}}"));
        assertEquals("the value is not JSON", parse("rubbish").substring(0, 21));
        assertEquals("the value is not JSON", parse("[]").substring(0, 21));
        assertEquals("the value is not JSON", parse("").substring(0, 21));
    }

    @Test
    public void keysKeepSlashesInTheNameOnly() {
        assertEquals("/_mgmt/exported/h1/file//etc/motd",
                new ExportKey("h1", new Ref("file", "/etc/motd")).toString());
        assertEquals(Optional.of(new ExportKey("h1", new Ref("file", "/etc/motd"))),
                ExportKey.parse("/_mgmt/exported/h1/file//etc/motd"));
        for (String odd : List.of("/_mgmt/exported/", "/_mgmt/exported/h1",
                "/_mgmt/exported/h1/file",
                "/_mgmt/exported/h1/file/", "/_mgmt/exported/h1//x", "/_mgmt/exported//file/x",
                "/other/h1/file/x")) {
            assertEquals(odd, Optional.empty(), ExportKey.parse(odd));
        }
    }
}
