// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Gets etcd by {@code cargo vendor} from the crates {@code etcd-bin-vendored-<platform>}; compiles
 * nothing.
 */
final class CargoCrate {

    /** What is fetched if nobody asks for another version. */
    static final String DEFAULT_VERSION = "3.7.2";

    private final Path cargo;
    private final Platform platform;

    CargoCrate(Path cargo, Platform platform) {
        this.cargo = cargo;
        this.platform = platform;
    }

    /**
     * The SHA-256 of the binary in a crate; empty if there is no such crate, or none that was
     * checked.
     */
    static Optional<String> pinned(String version, Platform platform) throws IOException {
        Properties hashes = new Properties();
        try (InputStream in = CargoCrate.class.getResourceAsStream("crates.properties")) {
            hashes.load(in);
        }
        return Optional.ofNullable(hashes.getProperty(version + "-" + platform));
    }

    EtcdVersion fetch(String version, BinaryCache cache, Deadline deadline,
            EtcdBinaries.Progress progress)
            throws IOException, InterruptedException {
        String sha256 = pinned(version, platform).orElseThrow(() ->
                new EtcdUnavailableException("no crate with etcd " + version + " for " + platform
                + " is known"));
        String crate = "etcd-bin-vendored-" + platform;
        progress.line("fetching etcd " + version + ": cargo vendor " + crate + " (about 9 MB)");
        try (WorkDirectory work = WorkDirectory.create()) {
            Files.createDirectories(work.path().resolve("src"));
            Files.writeString(work.path().resolve("src/lib.rs"), "");
            // "[workspace]" keeps cargo from looking for one in the directories above.
            Files.writeString(work.path().resolve("Cargo.toml"), """
                    [package]
                    name = "fetch-etcd"
                    version = "0.0.0"
                    edition = "2018"
                    [dependencies]
                    <crate> = "=<version>"
                    [workspace]
                    """.replace("<crate>", crate).replace("<version>", version));
            HelperProcess.Outcome outcome = HelperProcess.run(
                    List.of(cargo.toString(), "vendor", "--color", "never"), work.path(),
                    deadline.remaining());
            if (outcome.exitCode() != 0) {
                deadline.check("cargo vendor " + crate + " had not ended");
                throw new EtcdUnavailableException("cargo vendor " + crate + " failed: "
                        + outcome.complaint());
            }
            return cache.install(Tool.ETCD, work.path().resolve("vendor").resolve(crate)
                    .resolve("bin/etcd"), sha256);
        }
    }
}
