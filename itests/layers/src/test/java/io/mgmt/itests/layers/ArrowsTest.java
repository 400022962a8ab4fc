// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.layers;

import static org.junit.Assert.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;

/** Each arrow that is forbidden is drawn once, to see that it is found. */
public final class ArrowsTest {

    private static final String CORE_NEEDS = "java.lang,java.util;version=0,io.mgmt.graph;version=\"[1.0,2)\"";

    @Test
    public void allowsTheArrowsOfTheDesign() {
        expect();
        expect(bundle("io.mgmt.api").packages("io.mgmt.graph", "io.mgmt.etcd")
                .exports("io.mgmt.graph;version=\"1.0.0\";uses:=\"io.mgmt.agent,io.mgmt.etcd\",io.mgmt.etcd;version=1"));
        expect(bundle("io.mgmt.core").packages("io.mgmt.core.graph").imports(CORE_NEEDS)
                .exports("io.mgmt.core.graph;version=\"1.0.0\""));
        expect(bundle("io.mgmt.engine").imports("io.mgmt.core.graph,io.mgmt.graph,org.slf4j,java.io"));
        expect(bundle("io.mgmt.etcd.client").imports("io.mgmt.store").nested("grpc-core-1.82.0.jar"));
        expect(bundle("io.mgmt.yaml").packages("io.mgmt.yaml", "io.mgmt.yaml.parts").imports("io.mgmt.yaml.parts"));
        expect(library("snakeyaml").imports("java.io").exports("org.yaml.snakeyaml"));
    }

    @Test
    public void forbidsAProviderToImportAnother() {
        expect(bundle("io.mgmt.yaml").imports("io.mgmt.graph,io.mgmt.engine.loop;resolution:=optional"),
                "io.mgmt.yaml imports io.mgmt.engine.loop: bundles meet in the api and in the service registry");
        expect(bundle("io.mgmt.shell").imports("io.mgmt.etcd.server"),
                "io.mgmt.shell imports io.mgmt.etcd.server: bundles meet in the api and in the service registry");
    }

    @Test
    public void forbidsCoreToAllButEngineMembershipAndShell() {
        expect(bundle("io.mgmt.membership").imports("io.mgmt.core.cluster"));
        expect(bundle("io.mgmt.shell").imports("io.mgmt.core"));
        expect(bundle("io.mgmt.resource.file").imports("io.mgmt.core.graph"), "io.mgmt.resource.file imports"
                + " io.mgmt.core.graph: bundles meet in the api and in the service registry");
    }

    @Test
    public void forbidsDetoursAroundImports() {
        expect(bundle("io.mgmt.yaml").header("Require-Bundle", "io.mgmt.core"),
                "io.mgmt.yaml has the header Require-Bundle, a way around these arrows");
        expect(bundle("io.mgmt.yaml").header("DynamicImport-Package", "*"),
                "io.mgmt.yaml has the header DynamicImport-Package, a way around these arrows");
    }

    @Test
    public void keepsInputOutputClocksThreadsAndLogsOutOfCore() {
        Builder core = bundle("io.mgmt.core").packages("io.mgmt.core").exports("io.mgmt.core;version=1.0");
        expect(core.imports(CORE_NEEDS + ",java.util.concurrent"),
                "io.mgmt.core imports java.util.concurrent: core decides, it does nothing");
        expect(core.imports(CORE_NEEDS + ",java.io,org.slf4j"),
                "io.mgmt.core imports java.io: core decides, it does nothing",
                "io.mgmt.core imports org.slf4j: core decides, it does nothing");
    }

    /** A manifest without java.* would let everything of the JDK pass. */
    @Test
    public void wantsProofThatTheManifestOfCoreNamesPackagesOfTheJdk() {
        expect(bundle("io.mgmt.core").imports("io.mgmt.graph"),
                "io.mgmt.core does not import java.lang: its manifest does not tell what it uses of the JDK");
    }

    @Test
    public void keepsJetcdAndWhatItBringsInsideOneBundle() {
        for (String forbidden : List.of("io.etcd.jetcd", "io.grpc", "io.netty.buffer", "io.vertx.core")) {
            String complaint = " imports " + forbidden + ": etcd is reached through io.mgmt.store and io.mgmt.etcd";
            expect(bundle("io.mgmt.membership").imports(forbidden), "io.mgmt.membership" + complaint);
            expect(bundle("io.mgmt.etcd.client").imports(forbidden), "io.mgmt.etcd.client" + complaint);
            expect(library("some.library").packages(forbidden),
                    "some.library contains " + forbidden + ": only io.mgmt.etcd.client may");
        }
        expect(bundle("io.mgmt.shell").nested("lib/jetcd-core-0.8.7.jar"), "io.mgmt.shell contains"
                + " lib/jetcd-core-0.8.7.jar: libraries are bundles of their own, but for those of io.mgmt.etcd.client");
    }

    @Test
    public void letsOnlyTheApiAndCoreExport() {
        expect(bundle("io.mgmt.etcd.client").exports("io.mgmt.etcd.client;version=1.0"),
                "io.mgmt.etcd.client exports io.mgmt.etcd.client: only the api and core export");
    }

    @Test
    public void wantsAVersionForEachExportedPackage() {
        expect(bundle("io.mgmt.api").packages("io.mgmt.store")
                        .exports("io.mgmt.store;uses:=\"io.mgmt.agent;version=1\""),
                "io.mgmt.api exports io.mgmt.store without a version: put @Version into package-info.java");
    }

    @Test
    public void wantsOneNameForArtifactBundleAndPackage() {
        expect(bundle("io.mgmt.yaml").header("Bundle-SymbolicName", "mgmt-yaml;singleton:=true"),
                "io.mgmt.yaml calls itself mgmt-yaml: symbolic name and artifact are one");
        expect(bundle("io.mgmt.yaml").packages("io.mgmt.yamlish"),
                "io.mgmt.yaml contains io.mgmt.yamlish, which is not its package");
        expect(bundle("io.mgmt.yaml").packages("io.mgmt.yaml", "org.yaml.snakeyaml"),
                "io.mgmt.yaml contains org.yaml.snakeyaml, which is not its package");
        expect(bundle("io.mgmt.api").packages("io.mgmt.graph", "io.mgmt.api"),
                "io.mgmt.api contains io.mgmt.api, which is not its package");
        expect(bundle("io.mgmt.yaml").packages(), "io.mgmt.yaml has no class");
    }

    private static void expect(Builder bundle, String... complaints) {
        assertEquals(List.of(complaints), Arrows.complaints(List.of(bundle.build())));
    }

    private static void expect() {
        assertEquals(List.of(), Arrows.complaints(List.of()));
    }

    /** One of ours, with one class in its root package. */
    private static Builder bundle(String artifact) {
        Builder builder = new Builder(artifact).packages(artifact.equals("io.mgmt.api") ? "io.mgmt.graph" : artifact);
        return builder;
    }

    private static Builder library(String artifact) {
        return new Builder(artifact).packages(artifact);
    }

    private static final class Builder {
        private final String artifact;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private Set<String> packages = Set.of();
        private List<String> nested = List.of();

        Builder(String artifact) {
            this.artifact = artifact;
            headers.put("Bundle-SymbolicName", artifact);
        }

        Builder header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        Builder imports(String value) {
            return header("Import-Package", value);
        }

        Builder exports(String value) {
            return header("Export-Package", value);
        }

        Builder packages(String... names) {
            packages = Set.of(names);
            return this;
        }

        Builder nested(String... jars) {
            nested = List.of(jars);
            return this;
        }

        BuiltBundle build() {
            return new BuiltBundle(artifact, headers, packages, nested);
        }
    }
}
