// SPDX-License-Identifier: Apache-2.0
package io.mgmt.host;

import io.mgmt.cluster.ClusterState;
import io.mgmt.cluster.Host;
import io.mgmt.cluster.HostState;
import io.mgmt.cluster.MemberState;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code state.json} and {@code cluster.json} in the state directory. */
@Component
public final class FileHostState implements HostState {

    private final Path memberFile;
    private final Path clusterFile;

    @Activate
    public FileHostState(@Reference Host host) {
        this(host.stateDirectory());
    }

    FileHostState(Path stateDirectory) {
        memberFile = stateDirectory.resolve("state.json");
        clusterFile = stateDirectory.resolve("cluster.json");
    }

    @Override
    public synchronized Optional<MemberState> member() throws IOException {
        Optional<String> text = read(memberFile);
        return text.isEmpty() ? Optional.empty()
                : Optional.of(StateJson.member(memberFile, text.get()));
    }

    @Override
    public synchronized void member(MemberState state) throws IOException {
        write(memberFile, StateJson.text(state));
    }

    @Override
    public synchronized void forgetMember() throws IOException {
        forget(memberFile);
    }

    @Override
    public synchronized Optional<ClusterState> cluster() throws IOException {
        Optional<String> text = read(clusterFile);
        return text.isEmpty() ? Optional.empty()
                : Optional.of(StateJson.cluster(clusterFile, text.get()));
    }

    @Override
    public synchronized void cluster(ClusterState state) throws IOException {
        write(clusterFile, StateJson.text(state));
    }

    @Override
    public synchronized void forgetCluster() throws IOException {
        forget(clusterFile);
    }

    private static Optional<String> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (CharacterCodingException e) {
            throw StateJson.damaged(file, "it is no UTF-8 text", e);
        } catch (IOException e) {
            throw new IOException("Cannot read " + file + ": " + e.getMessage()
                    + ".\n  Give this user the right to read it, or restore it.", e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        try {
            AtomicFile.write(file, text);
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    private static void forget(Path file) throws IOException {
        try {
            AtomicFile.delete(file);
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    private static IOException cannotWrite(Path file, IOException e) {
        return new IOException("Cannot write " + file + ": " + e.getMessage()
                + ".\n  Free space on its disk, or make it writable. The old file is untouched.",
                e);
    }
}
