// SPDX-License-Identifier: Apache-2.0
package com.example.resource.line;

import io.mgmt.file.watch.NioFileWatch;
import io.mgmt.graph.Meta;
import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import io.mgmt.resource.ResourceType;
import io.mgmt.testkit.ResourceContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.After;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;

/** What the engine relies on: check never writes, apply reaches the state, the watch misses nothing. */
public final class LineContractTest extends ResourceContract {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final NioFileWatch watch = new NioFileWatch();

    @After
    public void close() throws IOException {
        watch.close();
    }

    @Override
    protected ResourceType type() {
        return new LineType(watch);
    }

    @Override
    protected ResourceSpec spec() {
        return new ResourceSpec(new Ref("line", "db"), Meta.DEFAULT,
                Map.of("path", hosts().toString(), "line", "10.0.0.7 db"));
    }

    @Override
    protected Path scene() {
        return folder.getRoot().toPath();
    }

    @Override
    protected void disturb() throws Exception {
        Files.writeString(hosts(), "127.0.0.1 localhost\n");
    }

    private Path hosts() {
        return scene().resolve("hosts");
    }
}
