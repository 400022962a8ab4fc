// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

public final class OptionsTest {

    private static final Path SH = Path.of("/bin/sh");

    @Test
    public void takesEverythingByDefault() {
        Options options = Options.parse(List.of(), SH, "/nowhere");
        assertEquals(Effort.FULL, options.effort());
        assertEquals(Set.of(Options.Group.values()), options.only());
        assertEquals(Optional.empty(), options.peer());
        assertEquals(SH, options.command());
    }

    @Test
    public void readsEveryOption() {
        Options options = Options.parse(
                List.of("--quick", "--mgmt", "/bin/ls", "--cf-agent", "/bin/sh",
                "--only", "start,ten-thousand", "--work", "/w", "--out", "/o", "--",
                "--no-server"), SH, "");
        assertEquals(new Options(Effort.QUICK, Path.of("/bin/ls"), Optional.of(SH),
                Optional.of(Path.of("/w")),
                Optional.of(Path.of("/o")), Set.of(Options.Group.START, Options.Group.TEN_THOUSAND),
                List.of("--no-server")), options);
    }

    @Test
    public void findsCfEngineOnThePath() {
        assertEquals(Optional.empty(),
                Options.parse(List.of("--cf-agent", "none"), SH, "/usr/bin").peer());
    }

    @Test
    public void saysWhatIsWrongAndHowToMendIt() {
        assertEquals("unknown option --slow; benchmarks/run --help names all", wrong("--slow"));
        assertEquals("--out needs a value; benchmarks/run --help says which", wrong("--out"));
        assertEquals("there is no executable /nowhere/mgmt; build it: mvn -DskipTests package,"
                + " or pass --mgmt FILE", wrong("--mgmt", "/nowhere/mgmt"));
        assertEquals("there is no executable /nowhere/cf; pass another --cf-agent, or none",
                wrong("--cf-agent", "/nowhere/cf"));
        assertEquals("unknown group \"all\"; use start, thousand, ten-thousand, one-running or"
                + " thousand-running", wrong("--only", "all"));
    }

    @Test
    public void endsWithOneForWrongInput() throws Exception {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        assertEquals(1, Main.run(List.of("graph"), System.out,
                new PrintStream(err, true, StandardCharsets.UTF_8)));
        assertEquals("benchmarks: graph needs --dir DIR, where the files are to be\n",
                err.toString(StandardCharsets.UTF_8));
    }

    private static String wrong(String... args) {
        return assertThrows(IllegalArgumentException.class,
                () -> Options.parse(List.of(args), SH, ""))
                .getMessage();
    }
}
