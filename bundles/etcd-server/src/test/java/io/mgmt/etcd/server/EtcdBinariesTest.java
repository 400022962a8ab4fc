// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.mgmt.etcd.server.EtcdBinaries.Found;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** With shell scripts in place of etcd, cargo and apt, on a PATH that holds nothing else. */
public class EtcdBinariesTest {

    private static final Platform PLATFORM = new Platform("linux-amd64");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> progress = Collections.synchronizedList(new ArrayList<>());
    private Path home;
    private Path bin;
    private Path cache;

    @Before
    public void makeDirectories() throws IOException {
        home = folder.newFolder("home").toPath();
        bin = folder.newFolder("bin").toPath();
        cache = folder.getRoot().toPath().resolve("cache");
        Files.createDirectories(home.resolve("lib"));
    }

    private EtcdBinaries binaries(String configured, Platform platform) {
        return new EtcdBinaries(configured, Optional.of(home),
                List.of(folder.getRoot().toPath(), bin),
                cache, platform);
    }

    private EtcdBinaries binaries() {
        return binaries("", PLATFORM);
    }

    private static Path script(Path file, String... lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private static Path etcd(Path file, String version) throws IOException {
        return script(file, "echo 'etcd Version: " + version + "'", "echo 'Git SHA: none'");
    }

    private Path cached(String version) throws IOException {
        return etcd(cache.resolve(version + "-linux-amd64/etcd"), version);
    }

    @Test
    public void looksInTheOrderThatIsPromised() throws Exception {
        assertEquals(Optional.empty(), binaries().find());
        Path old = cached("3.4.23");
        assertEquals(Optional.of(new Found(old, "3.4.23", "cache")), binaries().find());
        Path newer = cached("3.10.1");
        assertEquals(Optional.of(new Found(newer, "3.10.1", "cache")), binaries().find());
        Path usual = cached("3.7.2");
        assertEquals(Optional.of(new Found(usual, "3.7.2", "cache")), binaries().find());
        Path onPath = etcd(bin.resolve("etcd"), "3.5.16");
        assertEquals(Optional.of(new Found(onPath, "3.5.16", "PATH")), binaries().find());
        Path ours = etcd(home.resolve("lib/etcd"), "3.6.10");
        assertEquals(Optional.of(new Found(ours, "3.6.10", "lib/")), binaries().find());
        Path configured = etcd(folder.getRoot().toPath().resolve("opt/my etcd"), "3.5.29");
        assertEquals(Optional.of(new Found(configured, "3.5.29", "--etcd")),
                binaries(configured.toString(), PLATFORM).find());
    }

    @Test
    public void passesOverWhatDoesNotWork() throws Exception {
        Files.createDirectories(folder.getRoot().toPath().resolve("etcd"));
        script(home.resolve("lib/etcd"), "echo hello");
        script(bin.resolve("etcd"), "echo 'etcd Version: 3.3.27'");
        assertEquals(Optional.empty(), binaries().find());
        assertEquals(Optional.of("no etcd was found for linux-amd64 and none could be fetched ("
                + home.resolve("lib/etcd")
                + " is no etcd: asked for its version, it said \"hello\"; "
                + bin.resolve("etcd") + " is etcd 3.3.27; 3.4 or newer is needed).\n"
                + "  Pass --etcd PATH, or put etcd 3.4 or newer on the PATH or into "
                + home.resolve("lib")
                + ", or let it be fetched: install cargo, or on Debian and Ubuntu use apt-get and dpkg."),
                binaries().problem());
        Path there = cached("3.7.2");
        assertEquals(there, binaries().find().orElseThrow().path());
    }

    @Test
    public void namesEveryWayIfThereIsNone() throws Exception {
        String message = "no etcd was found for linux-amd64 and none could be fetched.\n"
                + "  Pass --etcd PATH, or put etcd 3.4 or newer on the PATH or into "
                + home.resolve("lib")
                + ", or let it be fetched: install cargo, or on Debian and Ubuntu use apt-get and dpkg.";
        assertEquals(Optional.of(message), binaries().problem());
        assertEquals(message, assertThrows(EtcdUnavailableException.class,
                () -> binaries().get(progress::add)).getMessage());
        assertFalse("the question has changed something", Files.exists(cache.resolve("versions")));
    }

    @Test
    public void hasNoProblemIfOneCouldBeFetched() throws Exception {
        script(bin.resolve("cargo"), "exit 1");
        assertEquals(Optional.empty(), binaries().problem());
        assertTrue(binaries("", new Platform("linux-riscv64")).problem().isPresent());
        script(bin.resolve("apt-get"), "exit 1");
        script(bin.resolve("dpkg"), "exit 1");
        assertEquals(Optional.empty(), binaries("", new Platform("linux-riscv64")).problem());
        assertTrue(binaries("", new Platform("darwin-riscv64")).problem().isPresent());
    }

    /** A file where a directory must be stands for all that keeps a cache from being written: it stops root too. */
    @Test
    public void saysThatTheCacheCannotBeWrittenBeforeItFetches() throws Exception {
        script(bin.resolve("cargo"), "exit 1");
        Files.writeString(cache, "in the way");
        String message = "none is installed, and none can be fetched into " + cache + ": " + cache
                + " is not a directory.\n  Mend that, set XDG_CACHE_HOME to a directory that this user may write to,"
                + " or pass --etcd PATH.";
        assertEquals(Optional.of(message), binaries().problem());
        assertEquals(message, assertThrows(EtcdUnavailableException.class,
                () -> binaries().get(progress::add)).getMessage());
        assertEquals("in the way", Files.readString(cache));
        etcd(bin.resolve("etcd"), "3.7.2");
        assertEquals("an etcd that is there needs no cache", Optional.empty(), binaries().problem());
    }

    /** Not the last frame of cargo's backtrace, which stands at the very end. */
    @Test
    public void saysWhyCargoFailed() throws Exception {
        script(bin.resolve("cargo"), "echo 'error: no default toolchain'", "echo 'help: choose one'", "echo",
                "echo 'Stack backtrace:'", "echo '  13: <unknown>'", "exit 1");
        String message = assertThrows(EtcdUnavailableException.class,
                () -> binaries().get(progress::add)).getMessage();
        assertTrue(message, message.startsWith("no etcd was found for linux-amd64 and none could be fetched (cargo"
                + " vendor etcd-bin-vendored-linux-amd64 failed: error: no default toolchain; help: choose one).\n"));
    }

    @Test
    public void refusesAConfiguredPathThatIsNoEtcd() throws Exception {
        Path root = folder.getRoot().toPath();
        Path plain = Files.writeString(root.resolve("plain"), "text");
        Path other = script(root.resolve("other"), "echo I am another program", "exit 3");
        Path binary = script(root.resolve("binary"));
        Files.writeString(binary, "#!/no/such/interpreter\n");
        etcd(bin.resolve("etcd"), "3.7.2");
        refuses(root.resolve("none"), "there is no such file");
        refuses(bin, "it is a directory");
        refuses(plain, "it may not be executed");
        refuses(other, other
                + " is no etcd: asked for its version, it said \"I am another program\"");
        String said = problem(binary);
        assertTrue(said, said.startsWith("--etcd " + binary + ": " + binary
                + " cannot be run here: "));
    }

    private void refuses(Path configured, String problem) throws InterruptedException {
        assertEquals("--etcd " + configured + ": " + problem
                + ".\n  Pass the path of an etcd executable, or leave --etcd out to have one found.",
                problem(configured));
    }

    private String problem(Path configured) throws InterruptedException {
        EtcdBinaries binaries = binaries(configured.toString(), PLATFORM);
        String thrown = assertThrows(EtcdUnavailableException.class, binaries::find).getMessage();
        assertEquals(Optional.of(thrown), binaries.problem());
        return thrown;
    }

    @Test
    public void asksForTheVersionOnceAndAgainWhenTheFileHasChanged() throws Exception {
        Path asked = folder.getRoot().toPath().resolve("asked");
        Path file = script(bin.resolve("etcd"), "echo x >> " + asked,
                "echo 'etcd Version: 3.5.29'");
        assertEquals("3.5.29", binaries().find().orElseThrow().version());
        assertEquals("3.5.29", binaries().find().orElseThrow().version());
        assertEquals("x\n", Files.readString(asked));
        script(bin.resolve("etcd"), "echo x >> " + asked, "echo 'etcd Version: 3.6.10'");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
        assertEquals("3.6.10", binaries().find().orElseThrow().version());
        assertEquals("x\nx\n", Files.readString(asked));
    }

    /** A home that cannot be written costs time, and nothing else. */
    @Test
    public void findsEtcdWithoutACache() throws Exception {
        Files.writeString(cache, "a file where the directory would be");
        etcd(bin.resolve("etcd"), "3.7.2");
        assertEquals("3.7.2", binaries().find().orElseThrow().version());
    }

    private void cargoThatDelivers(String content) throws IOException {
        script(bin.resolve("cargo"), "test \"$1\" = vendor || exit 9",
                "/bin/grep -q '^etcd-bin-vendored-linux-amd64 = \"=3' Cargo.toml || exit 8",
                "/bin/mkdir -p vendor/etcd-bin-vendored-linux-amd64/bin",
                "printf '" + content + "' > vendor/etcd-bin-vendored-linux-amd64/bin/etcd");
    }

    @Test
    public void throwsAwayWhatIsNotThePinnedFile() throws Exception {
        cargoThatDelivers("#!/bin/sh\\necho etcd Version: 3.7.2\\n");
        String message = assertThrows(EtcdUnavailableException.class, () ->
                binaries().version("3.7.2",
                progress::add)).getMessage();
        assertTrue(message,
                message.contains("etcd 3.7.2 cannot be had on this machine (linux-amd64): the"
                + " fetched etcd has the SHA-256 "));
        assertEquals(Optional.empty(), binaries().find());
        try (Stream<Path> left = Files.list(cache)) {
            assertEquals(List.of(cache.resolve("lock")), left.toList());
        }
    }

    private void aptThatDelivers(String version) throws IOException {
        script(bin.resolve("apt-get"), "for word; do last=$word; done",
                "test \"$last\" = update && exit 100",
                "echo called >> " + folder.getRoot() + "/apt",
                "echo a package > \"$last\"_1_amd64.deb");
        script(bin.resolve("dpkg"), "test \"$1\" = -x || exit 9", "/bin/mkdir -p \"$3/usr/bin\"",
                "for tool in etcd etcdctl; do",
                "printf '#!/bin/sh\\necho %s Version: " + version + "\\necho %s version: " + version
                        + "\\n' $tool $tool > \"$3/usr/bin/$tool\"", "done");
    }

    /**
     * One source of the machine that does not answer fails the update, while the package is in
     * another.
     */
    @Test
    public void takesWhatTheDistributionHasIfCargoFails() throws Exception {
        script(bin.resolve("cargo"), "echo 'error: failed to get the crate' >&2", "exit 101");
        aptThatDelivers("3.4.23");
        Found found = binaries().get(progress::add);
        assertEquals(new Found(cache.resolve("3.4.23-linux-amd64/etcd"), "3.4.23", "cache"), found);
        assertTrue(progress.toString(), progress.contains(
                "cargo vendor etcd-bin-vendored-linux-amd64 failed: error: failed to get the crate"));
        assertEquals("rwxr-xr-x", PosixFilePermissions.toString(
                Files.getPosixFilePermissions(found.path())));
        assertEquals(Optional.of(found), binaries().find());
    }

    @Test
    public void saysWhichVersionTheDistributionHas() throws Exception {
        aptThatDelivers("3.4.23");
        assertEquals("3.4.23", binaries().version("3.4.23", progress::add).version());
        assertEquals(
                "etcd 3.5.16 cannot be had on this machine (linux-amd64): the distribution has etcd 3.4.23",
                assertThrows(EtcdUnavailableException.class,
                        () -> binaries().version("3.5.16", progress::add)).getMessage());
        assertEquals(
                "etcd 3.7.2 cannot be had on this machine (linux-amd64): there is no cargo or apt-get to"
                + " fetch it with", assertThrows(EtcdUnavailableException.class,
                        () -> binaries().version("3.7.2", progress::add)).getMessage());
    }

    @Test
    public void fetchesEtcdctlOfTheDistribution() throws Exception {
        assertTrue(
                command(2).contains(
                "no etcdctl was found for linux-amd64 and none could be fetched.\n"
                + "  Put etcdctl on the PATH or into " + home.resolve("lib")
                + "; on Debian and Ubuntu it is"
                + " fetched by apt-get and dpkg from the package etcd-client."));
        aptThatDelivers("3.4.23");
        assertTrue(command(0).endsWith(cache.resolve("3.4.23-linux-amd64/etcdctl") + "\n"));
        script(bin.resolve("etcdctl"), "echo etcdctl version: 3.5.1");
        assertEquals(bin.resolve("etcdctl") + "\n", command(0));
    }

    private String command(int exitCode) throws InterruptedException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8);
        assertEquals(exitCode, new EtcdctlPathCommand(binaries()).run(List.of(), out, out));
        return text.toString(StandardCharsets.UTF_8);
    }

    @Test
    public void takesTheEtcdctlBesideAConfiguredEtcd() throws Exception {
        Path opt = folder.getRoot().toPath().resolve("opt");
        Path etcd = etcd(opt.resolve("etcd"), "3.7.2");
        Path etcdctl = script(opt.resolve("etcdctl"), "echo etcdctl version: 3.7.2");
        assertEquals(Optional.of(new Found(etcdctl, "3.7.2", "--etcd")),
                binaries(etcd.toString(), PLATFORM).findEtcdctl());
    }

    @Test
    public void refusesArgumentsOfTheCommand() throws Exception {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8);
        assertEquals(1, new EtcdctlPathCommand(binaries()).run(List.of("x"), out, out));
        assertEquals("etcdctl-path takes no arguments, not \"x\".\n",
                text.toString(StandardCharsets.UTF_8));
    }

    /** As two agents that start at once on a new machine. */
    @Test
    public void fetchesOnceIfTwoAskAtTheSameTime() throws Exception {
        aptThatDelivers("3.4.23");
        List<CompletableFuture<Found>> both = new ArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        for (int i = 0; i < 2; i++) {
            CompletableFuture<Found> one = new CompletableFuture<>();
            both.add(one);
            Daemon.thread("asks", () -> {
                try {
                    go.await();
                    one.complete(binaries().version("3.4.23", progress::add));
                } catch (IOException | InterruptedException e) {
                    one.completeExceptionally(e);
                }
            }).start();
        }
        go.countDown();
        for (CompletableFuture<Found> one : both) {
            assertEquals("3.4.23", one.get(20, TimeUnit.SECONDS).version());
        }
        assertEquals("called\n", Files.readString(folder.getRoot().toPath().resolve("apt")));
    }

    @Test
    public void isEndedByAnInterruptWithAllItStarted() throws Exception {
        Path pid = folder.getRoot().toPath().resolve("pid");
        script(bin.resolve("cargo"), "/bin/sleep 600 &", "echo $! > " + pid + ".new", "/bin/mv "
                + pid + ".new " + pid,
                "wait");
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread thread = Daemon.thread("asks", () -> ended.complete(
                assertThrows(InterruptedException.class, () -> binaries().get(progress::add))));
        thread.start();
        Scene.eventually("cargo to run", () -> Files.exists(pid));
        thread.interrupt();
        ended.get(10, TimeUnit.SECONDS);
        long sleeping = Long.parseLong(Files.readString(pid).strip());
        Scene.eventually("its child to end", () -> !Scene.isAlive(sleeping));
        // The lock is free again.
        Files.delete(bin.resolve("cargo"));
        aptThatDelivers("3.4.23");
        assertEquals("3.4.23", binaries().get(progress::add).version());
    }

    /** What an agent left behind that was killed while it copied. */
    @Test
    public void removesWhatIsHalfDone() throws Exception {
        Files.createDirectories(cache);
        Path half = Files.writeString(cache.resolve(".etcd-1.partial"), "half");
        aptThatDelivers("3.4.23");
        binaries().get(progress::add);
        assertFalse(Files.exists(half));
    }

    @Test
    public void knowsThePlatformsOfGo() {
        assertEquals("linux-amd64", Platform.of("Linux", "amd64").name());
        assertEquals("darwin-arm64", Platform.of("Mac OS X", "aarch64").name());
        assertEquals("linux-ppc64le", Platform.of("Linux", "ppc64le").name());
    }

    @Test
    public void ignoresEmptyEntriesOfThePath() {
        assertEquals(List.of(Path.of("/usr/bin"), Path.of("/bin")),
                EtcdBinaries.searchPath(":/usr/bin::/bin:"));
        assertEquals(List.of(), EtcdBinaries.searchPath(null));
    }

    @Test
    public void pinsEachCrateOfEachPlatform() throws IOException {
        for (String version : List.of("3.7.2", "3.6.10", "3.5.29")) {
            for (String platform : List.of("linux-amd64", "linux-arm64", "darwin-amd64",
                    "darwin-arm64")) {
                assertTrue(CargoCrate.pinned(version, new Platform(platform))
                        .orElseThrow().matches("[0-9a-f]{64}"));
            }
        }
        assertEquals(Optional.empty(), CargoCrate.pinned("3.6.16", PLATFORM));
    }
}
