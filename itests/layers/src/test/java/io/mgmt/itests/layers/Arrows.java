// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Who may depend on whom, as design and docs/ARCHITECTURE.md draw it, read from built manifests. */
final class Arrows {

    static final String API = "io.mgmt.api";
    static final String CORE = "io.mgmt.core";
    static final String ETCD_CLIENT = "io.mgmt.etcd.client";

    /** Where bundles meet. A package more is a decision, not an accident: it is written down here. */
    static final Set<String> API_PACKAGES = Set.of("io.mgmt.graph", "io.mgmt.resource", "io.mgmt.cluster",
            "io.mgmt.store", "io.mgmt.etcd", "io.mgmt.agent");

    private static final Set<String> USE_CORE = Set.of("io.mgmt.engine", "io.mgmt.membership", "io.mgmt.shell");

    /** Enough for values and functions; no file, socket, thread, clock (java.time has values, too) or log. */
    private static final Set<String> CORE_IMPORTS = Set.of("java.lang", "java.lang.invoke", "java.lang.runtime",
            "java.util", "java.util.function", "java.util.stream", "java.time");

    /** What talks to etcd, and what that brings: only one bundle is to know it. */
    private static final List<String> ETCD_LIBRARIES = List.of("io.etcd", "io.grpc", "io.netty", "io.vertx");

    /** Ways around Import-Package. */
    private static final List<String> DETOURS = List.of("Require-Bundle", "DynamicImport-Package", "Fragment-Host");

    private final List<String> complaints = new ArrayList<>();

    private Arrows() {
    }

    /** What is wrong with these bundles, one line for each; none if nothing is. */
    static List<String> complaints(List<BuiltBundle> bundles) {
        Arrows arrows = new Arrows();
        for (BuiltBundle bundle : bundles) {
            arrows.etcdLibrariesStayInside(bundle);
            if (bundle.isOurs()) {
                arrows.hasOneName(bundle);
                arrows.dependsOnApiOnly(bundle);
                arrows.exportsAreFewAndVersioned(bundle);
            }
            if (bundle.symbolicName().equals(CORE)) {
                arrows.coreIsPure(bundle);
            }
        }
        return arrows.complaints;
    }

    private void etcdLibrariesStayInside(BuiltBundle bundle) {
        for (Clause clause : bundle.imports()) {
            if (isEtcdLibrary(clause.name())) {
                complain(bundle, "imports " + clause.name() + ": etcd is reached through io.mgmt.store and io.mgmt.etcd");
            }
        }
        if (!bundle.symbolicName().equals(ETCD_CLIENT)) {
            bundle.packages().stream().filter(Arrows::isEtcdLibrary)
                    .forEach(name -> complain(bundle, "contains " + name + ": only " + ETCD_CLIENT + " may"));
            if (bundle.isOurs()) {
                bundle.nestedJars().forEach(jar -> complain(bundle, "contains " + jar
                        + ": libraries are bundles of their own, but for those of " + ETCD_CLIENT));
            }
        }
    }

    private static boolean isEtcdLibrary(String name) {
        return ETCD_LIBRARIES.stream().anyMatch(library -> isWithin(library, name));
    }

    private void hasOneName(BuiltBundle bundle) {
        if (!bundle.symbolicName().equals(bundle.artifact())) {
            complain(bundle, "calls itself " + bundle.symbolicName() + ": symbolic name and artifact are one");
        }
        if (bundle.packages().isEmpty()) {
            complain(bundle, "has no class");
        }
        Predicate<String> mine = bundle.artifact().equals(API)
                ? API_PACKAGES::contains : name -> isWithin(bundle.artifact(), name);
        bundle.packages().stream().filter(mine.negate())
                .forEach(name -> complain(bundle, "contains " + name + ", which is not its package"));
    }

    private void dependsOnApiOnly(BuiltBundle bundle) {
        for (Clause clause : bundle.imports()) {
            String name = clause.name();
            boolean own = bundle.packages().contains(name);
            boolean core = isWithin(CORE, name) && USE_CORE.contains(bundle.artifact());
            if (isWithin("io.mgmt", name) && !API_PACKAGES.contains(name) && !own && !core) {
                complain(bundle, "imports " + name + ": bundles meet in the api and in the service registry");
            }
        }
        DETOURS.stream().filter(bundle.headers()::containsKey)
                .forEach(header -> complain(bundle, "has the header " + header + ", a way around these arrows"));
    }

    private void exportsAreFewAndVersioned(BuiltBundle bundle) {
        for (Clause clause : bundle.exports()) {
            if (!bundle.artifact().equals(API) && !bundle.artifact().equals(CORE)) {
                complain(bundle, "exports " + clause.name() + ": only the api and core export");
            }
            if (!clause.attributes().containsKey("version")) {
                complain(bundle, "exports " + clause.name() + " without a version: put @Version into package-info.java");
            }
        }
    }

    private void coreIsPure(BuiltBundle core) {
        List<String> imports = core.imports().stream().map(Clause::name).toList();
        if (!imports.contains("java.lang")) {
            complain(core, "does not import java.lang: its manifest does not tell what it uses of the JDK");
        }
        imports.stream()
                .filter(name -> !CORE_IMPORTS.contains(name) && !API_PACKAGES.contains(name) && !isWithin(CORE, name))
                .forEach(name -> complain(core, "imports " + name + ": core decides, it does nothing"));
    }

    private static boolean isWithin(String root, String name) {
        return name.equals(root) || name.startsWith(root + ".");
    }

    private void complain(BuiltBundle bundle, String what) {
        complaints.add(bundle.artifact() + " " + what);
    }
}
