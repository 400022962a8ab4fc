// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import picocli.CommandLine;

/** What a person types wrong is told once, with a remedy and exit code 1, before anything starts. */
public class CommandLineTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int mgmt(String... arguments) {
        return Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    private void refuses(String said, String... arguments) {
        String[] run = new String[arguments.length + 1];
        run[0] = "run";
        System.arraycopy(arguments, 0, run, 1, arguments.length);
        assertEquals(Arrays.toString(arguments), 1, mgmt(run));
        assertTrue(err.toString(), err.toString().contains(said));
        err.getBuffer().setLength(0);
    }

    @Test
    public void refusesEveryWrongValueWithTheValueAndTheRemedy() {
        refuses("\"a b\" is not a host name. Use 1 to 253 of A-Z a-z 0-9 . _ -", "--hostname", "a b");
        refuses("\"-x\" is not a host name", "--hostname=-x");
        refuses("\"nohost\" is not a URL of etcd. Write it as http://HOST:PORT", "--client-urls", "nohost");
        refuses("\"http://h:99999\" is not a URL", "--server-urls", "http://h:99999");
        refuses("\"ftp://h:1\" is not a URL", "--seeds=ftp://h:1");
        refuses("\"http://h:1/path\" is not a URL", "--peer-urls=http://h:1/path");
        refuses("there is no URL in \" , ;\"", "--seeds", " , ;");
        refuses("\"0\" is not a whole number from 1 to 9", "--ideal-cluster-size", "0");
        refuses("\"10\" is not a whole number from 1 to 9", "--ideal-cluster-size=10");
        refuses("\"x\" is not a whole number from -1 to 2147483647", "--converged-timeout", "x");
        refuses("\"-2\" is not a whole number from -1", "--converged-timeout", "-2");
        refuses("\"-1\" is not a whole number from 0", "--max-runtime", "-1");
        refuses("\"99999999999\" is not a whole number from 0 to 2147483647", "--max-runtime", "99999999999");
        for (String flag : List.of("--file", "--prefix", "--etcd", "--graphviz")) {
            refuses(flag + ": \"\" is no path. Name one, or leave it out.\n", flag, "");
            refuses(flag + ": \"a\u0000\" is no path here: ", flag, "a\0");
        }
        refuses("--graphviz: " + folder.getRoot() + " is a directory. Name a file.\n", "--graphviz",
                folder.getRoot().toString());
        refuses("--graphviz: there is no directory /no/such. Make it, or name another file.\n",
                "--graphviz", "/no/such/g.dot");
    }

    @Test
    public void saysInOurWordsWhatWasTypedWrong() {
        says("mgmt run: --label: \"x\" has no \"=\". Write it as KEY=VALUE.\n  See mgmt run --help.\n",
                "run", "--label", "x");
        says("mgmt run: \"--sedes\" is no flag of mgmt run.\n  Did you mean --seeds? See mgmt run --help.\n",
                "run", "--sedes", "x");
        says("mgmt run: \"--nosuch=3\" is no flag of mgmt run.\n  See mgmt run --help.\n", "run", "--nosuch=3");
        says("mgmt run: \"stray\" belongs to no flag.\n  A graph is named by a flag: --file stray."
                + " See mgmt run --help.\n", "run", "stray");
        says("mgmt run: \"a\", \"b\" belong to no flag.\n  A graph is named by a flag: --file a."
                + " See mgmt run --help.\n", "run", "a", "b");
        says("mgmt run: --file needs a value.\n  Write --file FILE. See mgmt run --help.\n", "run", "--file");
        says("mgmt run: --file is there twice.\n  Give it once. See mgmt run --help.\n",
                "run", "--file", "a", "--file", "b");
        says("mgmt run: --noop: \"maybe\" is neither true nor false.\n  See mgmt run --help.\n",
                "run", "--noop=maybe");
        says("mgmt run: --hostname: \"-x\" is not a host name. Use 1 to 253 of A-Z a-z 0-9 . _ - and begin with a"
                + " letter or digit.\n  See mgmt run --help.\n", "run", "--hostname=-x");
        says("mgmt validate: FILE is missing.\n  Write mgmt validate FILE. See mgmt validate --help.\n", "validate");
        says("mgmt validate: \"b\" is too much: it takes one FILE.\n  See mgmt validate --help.\n",
                "validate", "a", "b");
        says("mgmt resize: N is missing.\n  Write mgmt resize N. See mgmt resize --help.\n", "resize");
        says("mgmt resize: \"5\" is too much: it takes one N.\n  See mgmt resize --help.\n", "resize", "3", "5");
        says("mgmt resize: \"--nowait\" is no flag of mgmt resize.\n  Did you mean --no-wait?"
                + " See mgmt resize --help.\n", "resize", "3", "--nowait");
        says("mgmt plan: --size needs a value.\n  Write --size N. See mgmt plan --help.\n", "plan");
        says("mgmt why: \"h2\" is too much: it takes one HOST.\n  See mgmt why --help.\n", "why", "h1", "h2");
        says("mgmt: \"--file\" is no flag of mgmt.\n  It is a flag of mgmt run, and stands behind that."
                + " See mgmt --help.\n", "--file", "x", "run");
        says("mgmt: \"statsu\" is no command.\n  Did you mean status? See mgmt --help.\n", "statsu");
        says("mgmt: \"sttaus\" is no command.\n  Did you mean status? See mgmt --help.\n", "help", "sttaus");
        says("mgmt: \"bogus\" is no command.\n  Known: run, status, members, plan, resize, why, policies, forget, pardon,"
                + " deploy, undeploy, bundles, config, resources, validate, graph, shell, etcdctl, version, generate-completion, help. See mgmt --help.\n", "bogus");
    }

    /** picocli alone would show the help and end with 0, as if that command were known. */
    @Test
    public void refusesAWrongWordAlsoBesideHelp() {
        says("mgmt: \"bogus\" is no command.\n  Known: run, status, members, plan, resize, why, policies, forget, pardon,"
                + " deploy, undeploy, bundles, config, resources, validate, graph, shell, etcdctl, version, generate-completion, help. See mgmt --help.\n", "bogus", "--help");
        says("mgmt run: \"--sedes\" is no flag of mgmt run.\n  Did you mean --seeds? See mgmt run --help.\n",
                "run", "--sedes", "--help");
        assertEquals("nothing on standard output", "", out.toString());
    }

    @Test
    public void namesTheVariableThatIsWrong() {
        says(Map.of("MGMT_IDEAL_CLUSTER_SIZE", "abc"), "mgmt run: MGMT_IDEAL_CLUSTER_SIZE: \"abc\" is not a whole"
                + " number from 1 to 9.\n  Mend the variable MGMT_IDEAL_CLUSTER_SIZE, or unset it."
                + " See mgmt run --help.\n", "run");
        says(Map.of("MGMT_NOOP", "maybe"), "mgmt run: MGMT_NOOP: \"maybe\" is neither true nor false.\n"
                + "  Mend the variable MGMT_NOOP, or unset it. See mgmt run --help.\n", "run");
        says(Map.of("MGMT_LABEL", "x"), "mgmt run: MGMT_LABEL: \"x\" has no \"=\". Write it as KEY=VALUE.\n"
                + "  Mend the variable MGMT_LABEL, or unset it. See mgmt run --help.\n", "run");
        says(Map.of("MGMT_PREFIX", "/x"), "mgmt run: MGMT_PREFIX and --tmp-prefix contradict each other."
                + " Give one of them.\n  See mgmt run --help.\n", "run", "--tmp-prefix");
        says(Map.of("MGMT_PEER_URLS", "nohost", "MGMT_HOSTNAME", "a b"),
                "mgmt run: --hostname: \"c d\" is not a host name. Use 1 to 253 of A-Z a-z 0-9 . _ - and begin with"
                        + " a letter or digit.\n  See mgmt run --help.\n", "run", "--hostname", "c d");
    }

    private void says(String said, String... arguments) {
        says(Map.of(), said, arguments);
    }

    private void says(Map<String, String> environment, String said, String... arguments) {
        err.getBuffer().setLength(0);
        int exit = Main.commandLine(environment).setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
                .execute(arguments);
        assertEquals(said, err.toString());
        assertEquals(1, exit);
    }

    @Test
    public void refusesFlagsThatContradictEachOther() {
        refuses("--prefix and --tmp-prefix contradict each other", "--prefix", "/x", "--tmp-prefix");
        refuses("--no-server and --new-cluster contradict each other", "--no-server", "--new-cluster");
    }

    @Test
    public void everyCommandHasAHelp() {
        for (String name : Main.commandLine().getSubcommands().keySet()) {
            assertEquals(name, 0, name.equals("help") ? mgmt("help", "run") : mgmt(name, "--help"));
            assertTrue(name, out.toString().contains("Usage: mgmt "));
            out.getBuffer().setLength(0);
        }
    }

    @Test
    public void printsTheVersionAndTheUsage() {
        assertEquals(0, mgmt("version"));
        assertTrue(out.toString(), out.toString().startsWith("mgmt "));
        String version = out.toString();
        for (String name : List.of("run", "status", "validate", "graph", "shell", "etcdctl")) {
            assertEquals(0, mgmt(name, "--version"));
            assertTrue(name, out.toString().endsWith(version + version));
        }
        assertEquals(0, mgmt());
        assertTrue(out.toString(), out.toString().contains("validate"));
    }

    @Test
    public void makesACompletionScript() {
        assertEquals(0, mgmt("generate-completion"));
        assertTrue(out.toString().contains("--ideal-cluster-size"));
        for (String word : List.of("members", "resources", "shell", "resize", "'--no-wait'", "deploy", "'--unset'", "why", "'--size'",
                "\"1\" \"3\" \"5\" \"7\" \"9\"")) {
            assertTrue(word, out.toString().contains(word));
        }
    }

    /** `--prefix` after `get` is etcdctl's own flag; only before the first word it is ours. */
    @Test
    public void leavesEtcdctlItsOwnFlags() {
        CommandLine.ParseResult parsed = Main.commandLine()
                .parseArgs("etcdctl", "--hostname", "h1", "get", "--prefix", "/_mgmt", "--hostname", "x");
        assertEquals(List.of("get", "--prefix", "/_mgmt", "--hostname", "x"),
                parsed.subcommand().matchedPositionalValue(0, List.of()));
    }

    @Test
    public void saysThatNoAgentRuns() {
        Path prefix = folder.getRoot().toPath();
        for (List<String> command : List.of(List.of("members"), List.of("plan", "--size", "3"), List.of("why"),
                List.of("resize", "3"), List.of("status"), List.of("deploy", "p.jar"), List.of("undeploy", "p"),
                List.of("bundles"), List.of("config", "p", "a=1"))) {
            List<String> line = new ArrayList<>(command);
            line.addAll(List.of("--prefix", prefix.toString()));
            assertEquals(1, mgmt(line.toArray(String[]::new)));
        }
        assertEquals("each says so", 10, err.toString().split("No agent runs with its state", -1).length);
        assertTrue(err.toString(), err.toString().contains("No agent runs with its state in " + prefix));
        assertTrue(err.toString(), err.toString().contains("Start one with mgmt run"));
        assertTrue(err.toString(), err.toString().contains("Agents of other users are not looked for"));
    }

    @Test
    public void turnsFlagsIntoConfiguration() {
        Map<String, Map<String, Object>> all = configurations("--hostname", "h2", "--seeds", "h:1 http://i:2",
                "--seeds=j:3", "--client-urls", "k:4;l:5", "--label", "a=b", "--noop", "-t", "3");
        assertEquals("h2", all.get("io.mgmt.host").get("hostname"));
        assertEquals(List.of("http://h:1,http://i:2", "http://j:3"),
                List.of((String[]) all.get("io.mgmt.membership").get("seeds")));
        assertEquals(List.of("http://k:4,http://l:5"),
                List.of((String[]) all.get("io.mgmt.membership").get("clientUrls")));
        assertEquals(List.of("a=b"), List.of((String[]) all.get("io.mgmt.membership").get("label")));
        assertEquals(true, all.get("io.mgmt.engine").get("noop"));
        assertEquals(3, all.get("io.mgmt.engine").get("convergedTimeout"));
        assertFalse("what was not given is the bundle's to decide",
                all.get("io.mgmt.membership").containsKey("serverUrls"));
    }

    @Test
    public void takesEachFlagFromTheEnvironmentToo() {
        RunFlags flags = new RunFlags();
        new CommandLine(flags).setDefaultValueProvider(new EnvironmentDefaults(Map.of(
                "MGMT_CLIENT_URLS", "h:1,i:2", "MGMT_NOOP", "true", "MGMT_HOSTNAME", "h9")))
                .parseArgs("--hostname", "h1");
        Map<String, Map<String, Object>> all = flags.configurations();
        assertEquals("the flag wins", "h1", all.get("io.mgmt.host").get("hostname"));
        assertEquals(true, all.get("io.mgmt.engine").get("noop"));
        assertEquals("http://h:1,http://i:2", ((String[]) all.get("io.mgmt.membership").get("clientUrls"))[0]);
    }

    private static Map<String, Map<String, Object>> configurations(String... arguments) {
        RunFlags flags = new RunFlags();
        new CommandLine(flags).parseArgs(arguments);
        return flags.configurations();
    }
}
