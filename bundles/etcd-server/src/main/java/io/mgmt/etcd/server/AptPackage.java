// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Gets etcd or etcdctl by {@code apt-get download} and {@code dpkg -x} from the sources that the
 * machine has: needs no root, installs nothing, starts nothing. apt checks the signatures as
 * always.
 */
final class AptPackage {

    private final Path aptGet;
    private final Path dpkg;

    AptPackage(Path aptGet, Path dpkg) {
        this.aptGet = aptGet;
        this.dpkg = dpkg;
    }

    EtcdVersion fetch(Tool tool, BinaryCache cache, Deadline deadline,
            EtcdBinaries.Progress progress)
            throws IOException, InterruptedException {
        progress.line("fetching " + tool.file + ": apt-get download " + tool.debianPackage
                + " with a package list of its own (20 to 30 MB in all)");
        try (WorkDirectory work = WorkDirectory.create()) {
            Path configuration = prepare(work.path());
            Path downloads = work.path().resolve("downloads");
            HelperProcess.Outcome update = HelperProcess.run(
                    List.of(aptGet.toString(), "-q", "-c", configuration.toString(), "update"),
                    downloads,
                    deadline.remaining());
            // One source that does not answer makes the update fail; the package may be in another
            // one.
            HelperProcess.Outcome download = HelperProcess.run(
                    List.of(aptGet.toString(), "-q", "-c", configuration.toString(), "download",
                    tool.debianPackage),
                    downloads, deadline.remaining());
            if (download.exitCode() != 0) {
                deadline.check("apt-get download " + tool.debianPackage + " had not ended");
                throw new EtcdUnavailableException("apt-get download " + tool.debianPackage
                        + " failed: "
                        + (update.exitCode() != 0 ? update.complaint() : download.complaint()));
            }
            Path unpacked = work.path().resolve("unpacked");
            HelperProcess.Outcome unpack = HelperProcess.run(
                    List.of(dpkg.toString(), "-x", onlyFile(downloads).toString(),
                    unpacked.toString()),
                    work.path(), deadline.remaining());
            if (unpack.exitCode() != 0) {
                throw new EtcdUnavailableException("dpkg -x failed: " + unpack.complaint());
            }
            return cache.install(tool, unpacked.resolve("usr/bin").resolve(tool.file), "");
        }
    }

    private static Path prepare(Path work) throws IOException {
        // As root, apt downloads as the user _apt, who must get at these directories.
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String name : List.of("lists/partial", "cache/archives/partial", "downloads")) {
            Files.createDirectories(work.resolve(name));
        }
        if ("root".equals(System.getProperty("user.name"))) {
            try {
                Files.setOwner(work.resolve("downloads"),
                        work.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(
                        "_apt"));
            } catch (UserPrincipalNotFoundException e) {
                // An apt without that user downloads as root.
            }
        }
        Path file = work.resolve("apt.conf");
        // The machine's hooks are for the machine's own lists; one of them empties the system's
        // cache.
        Files.writeString(file, """
                #clear APT::Update::Pre-Invoke;
                #clear APT::Update::Post-Invoke;
                #clear APT::Update::Post-Invoke-Success;
                #clear DPkg::Post-Invoke;
                #clear Acquire::IndexTargets::deb::DEP-11;
                #clear Acquire::IndexTargets::deb::CNF;
                Acquire::Languages "none";
                Acquire::Retries "2";
                APT::Get::AllowUnauthenticated "false";
                Dir::State::lists "%s/lists";
                Dir::Cache "%s/cache";
                """.replace("%s", work.toString()));
        return file;
    }

    private static Path onlyFile(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> entries = Files.list(directory)) {
            entries.filter(entry -> entry.toString().endsWith(".deb")).forEach(files::add);
        }
        if (files.size() != 1) {
            throw new EtcdUnavailableException("apt-get download left " + files.size()
                    + " packages, not 1");
        }
        return files.get(0);
    }
}
