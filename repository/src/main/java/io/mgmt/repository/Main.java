// SPDX-License-Identifier: Apache-2.0
package io.mgmt.repository;

import io.mgmt.repository.LocalDeployment.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Publishes the parent, the bom, the testkit, the features and every bundle of a clone that has been built. */
public final class Main {

    private Main() {
    }

    /** @param args the folder of the clone, and the version of everything in it */
    public static void main(String[] args) throws IOException {
        Path clone = Path.of(args[0]).toRealPath();
        LocalDeployment deployment =
                new LocalDeployment(clone.resolve("target/repository"), args[1], Instant.now());
        List<Path> folders = new ArrayList<>(List.of(clone, clone.resolve("bom"), clone.resolve("testkit")));
        try (Stream<Path> bundles = Files.list(clone.resolve("bundles"))) {
            bundles.filter(folder -> Files.exists(folder.resolve("pom.xml"))).sorted().forEach(folders::add);
        }
        for (Path folder : folders) {
            deployment.add(folder);
        }
        Path made = clone.resolve("features/target/classes");
        deployment.add(clone.resolve("features"), new Part("agent", "osgifeature", made.resolve("features/agent.json")),
                new Part("features", "xml", made.resolve("karaf/features.xml")));
    }
}
