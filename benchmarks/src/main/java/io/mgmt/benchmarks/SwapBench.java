// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Swaps the sizing policy of a running agent by its {@code deploy/} directory, again and again: another
 * policy comes and goes, and the default one is replaced by its next version and taken back. Who decides is
 * read in the agent's log.
 */
final class SwapBench {

    private static final String DEFAULT = "io.mgmt.sizing.fixed";
    private static final String OTHER = "io.mgmt.sizing.fraction";
    /** Nobody decided from this line until the next that tells who seeks a size. */
    private static final String NOBODY = "no sizing policy";
    private static final Duration MOST = Duration.ofSeconds(30);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int TIME_LENGTH = "HH:mm:ss.SSS".length();

    private final ClusterOptions options;
    private final Path work;
    private final Path log;
    private final PrintStream progress;
    private final List<Double> came = new ArrayList<>();
    private final List<Double> went = new ArrayList<>();
    private final List<Double> replaced = new ArrayList<>();
    /** How far the log has been read. */
    private int read;

    SwapBench(ClusterOptions options, Path work, PrintStream progress) {
        this.options = options;
        this.work = work;
        this.progress = progress;
        log = work.resolve("h1.log");
    }

    void run() throws IOException, InterruptedException, MeasureException {
        ClusterHost host = ClusterHost.at("h1", work.resolve("state").resolve("h1"));
        List<String> line = List.of(options.command().toString(), "run", "--hostname", host.name(),
                "--prefix", work.resolve("state").toString(), "--client-urls", host.clientUrl(),
                "--server-urls", host.peerUrl(), "--etcd", options.etcd().toString());
        Process process = new ProcessBuilder(line).redirectInput(Processes.NULL).redirectErrorStream(true)
                .redirectOutput(log.toFile()).start();
        try (Agent agent = new Agent(process, host.directory(), log, System.nanoTime())) {
            await(agent, DEFAULT);
            for (int i = 1; i <= options.runs(); i++) {
                progress.println("run " + i + " of " + options.runs());
                swap(agent, host.directory().resolve("deploy"), i);
            }
            agent.interrupt();
        }
    }

    private void swap(Agent agent, Path deploy, int number)
            throws IOException, InterruptedException, MeasureException {
        Path bundles = options.command().getParent().resolveSibling("bundles");
        Path other = deploy.resolve("other.jar");
        long began = System.nanoTime();
        Path half = Files.copy(bundles.resolve(OTHER + ".jar"), work.resolve("other.half"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.move(half, other);
        await(agent, OTHER);
        came.add((System.nanoTime() - began) / 1e6);
        began = System.nanoTime();
        Files.delete(other);
        await(agent, DEFAULT);
        went.add((System.nanoTime() - began) / 1e6);

        Path next = deploy.resolve("next.jar");
        Path made = nextVersion(bundles.resolve(DEFAULT + ".jar"), number);
        began = System.nanoTime();
        Files.move(made, next);
        await(agent, DEFAULT);
        replaced.add((System.nanoTime() - began) / 1e6);
        Files.delete(next);
        await(agent, DEFAULT);
    }

    /** The same bundle under a higher version. */
    private Path nextVersion(Path jar, int number) throws IOException {
        Path made = work.resolve("next.half");
        try (JarFile old = new JarFile(jar.toFile())) {
            Manifest manifest = new Manifest(old.getManifest());
            manifest.getMainAttributes().put(new Attributes.Name("Bundle-Version"), "99.0." + number);
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(made), manifest)) {
                Enumeration<JarEntry> entries = old.entries();
                while (entries.hasMoreElements()) {
                    JarEntry entry = entries.nextElement();
                    if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        out.putNextEntry(new JarEntry(entry.getName()));
                        try (InputStream in = old.getInputStream(entry)) {
                            in.transferTo(out);
                        }
                        out.closeEntry();
                    }
                }
            }
        }
        return made;
    }

    /** Until the log tells, behind what was read before, that this policy decides. */
    private void await(Agent agent, String policy) throws IOException, MeasureException {
        String wanted = "policy=" + policy + " ";
        long deadline = System.nanoTime() + MOST.toNanos();
        while (true) {
            String text = Files.readString(log);
            int found = text.indexOf(wanted, read);
            if (found >= 0) {
                read = found + wanted.length();
                return;
            }
            if (!agent.isAlive() || System.nanoTime() > deadline) {
                throw new MeasureException("the policy " + policy + " does not decide; " + agent.lastWords());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** How long nobody decided, in milliseconds, each time; none if somebody always did. */
    private List<Double> gaps() throws IOException {
        List<Double> gaps = new ArrayList<>();
        Optional<LocalTime> since = Optional.empty();
        for (String text : Files.readAllLines(log)) {
            if (text.contains(NOBODY)) {
                since = since.or(() -> Optional.of(LocalTime.parse(text.substring(0, TIME_LENGTH))));
            } else if (since.isPresent() && text.contains(" seeks a size: ")) {
                LocalTime until = LocalTime.parse(text.substring(0, TIME_LENGTH));
                gaps.add((double) since.get().until(until, ChronoUnit.MILLIS));
                since = Optional.empty();
            }
        }
        return gaps;
    }

    /** Markdown. */
    String report(Machine machine) throws IOException, InterruptedException {
        List<Double> gaps = gaps();
        return "\n| figure | ours | reach | reached | of |\n|---|---|---|---|---|\n"
                + row("jar written to deploy/ → its policy decides", came, 1_000)
                + row("jar deleted → the default decides again", went, 1_000)
                + row("next version of the default written → it decides", replaced, 1_000)
                + row("nobody decides, where the default itself is replaced", gaps.isEmpty() ? List.of(0.0) : gaps, 100)
                + "\nMilliseconds: median / p90 / max.\n\nMachine: " + machine.describe() + ".\nOurs: "
                + Machine.firstLine(options.command().toString(), "version") + "; "
                + Machine.firstLine(options.etcd().toString(), "--version") + ".\n";
    }

    private static String row(String title, List<Double> values, int most) {
        Samples all = new Samples(values);
        return "| " + title + " | " + Math.round(all.median()) + " / " + Math.round(all.p90()) + " / "
                + Math.round(all.most()) + " | ≤ " + most + " | " + (all.most() <= most ? "yes" : "no") + " | "
                + values.size() + " |\n";
    }
}
