// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The product with a mistake in it: a few words of its source are others, and what comes of them runs in a
 * class loader of its own, so that the product itself needs no door for it.
 */
final class Mutant {

    static final String CORE = "core/src/main/java/io/mgmt/core/";
    static final String MEMBERSHIP = "membership/src/main/java/io/mgmt/membership/";

    private static final Path BUNDLES = Path.of("..", "bundles");
    private static final String ROOT = "src/main/java/";
    /** What the mistake reaches; the api and libraries are shared. SLF4J finds the loggers of its own loader. */
    private static final List<String> OWN = List.of("io.mgmt.core.", "io.mgmt.membership.", "io.mgmt.simulator.",
            "org.slf4j.");

    final String name;
    private final Map<Path, String> sources = new LinkedHashMap<>();
    private String faults = "";

    Mutant(String name) {
        this.name = name;
    }

    /**
     * Puts other words into a source.
     *
     * @param file below the folder of the bundles
     * @param words that stand there once
     */
    Mutant with(String file, String words, String others) {
        Path path = BUNDLES.resolve(file);
        String source = sources.computeIfAbsent(path, Mutant::read);
        int at = source.indexOf(words);
        if (at < 0 || source.indexOf(words, at + 1) >= 0) {
            throw new IllegalStateException("mutant \"" + name + "\": " + file + " has these words "
                    + (at < 0 ? "not any more" : "more than once") + ". Find what says the same now: " + words);
        }
        sources.put(path, source.replace(words, others));
        return this;
    }

    /** Those that bring it to light soonest; otherwise any. */
    Mutant under(String some) {
        faults = some;
        return this;
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new IllegalStateException("no source to make a mutant of: " + path.toAbsolutePath(), e);
        }
    }

    /** See {@link MutantRun#find}. */
    String find(int most) throws ReflectiveOperationException {
        ClassLoader loader = new Loader(compiled());
        return (String) loader.loadClass(MutantRun.class.getName()).getMethod("find", String.class, int.class)
                .invoke(null, faults, most);
    }

    private Map<String, byte[]> compiled() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, ByteArrayOutputStream> classes = new HashMap<>();
        StringWriter said = new StringWriter();
        StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        List<SimpleJavaFileObject> units = sources.entrySet().stream()
                .map(source -> new Source(source.getKey(), source.getValue()))
                .map(SimpleJavaFileObject.class::cast).toList();
        boolean isDone = compiler.getTask(said, new InMemory(files, classes), null,
                List.of("-proc:none", "-implicit:none", "-classpath", System.getProperty("java.class.path")), null,
                units).call();
        if (!isDone) {
            throw new IllegalStateException("mutant \"" + name + "\" is no Java: " + said);
        }
        Map<String, byte[]> bytes = new HashMap<>();
        classes.forEach((className, written) -> bytes.put(className, written.toByteArray()));
        return bytes;
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(Path path, String text) {
            super(URI.create("mutant:///" + path.toString().replace('\\', '/').replaceAll(".*" + ROOT, "")),
                    Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {

        private final Map<String, ByteArrayOutputStream> classes;

        InMemory(JavaFileManager files, Map<String, ByteArrayOutputStream> classes) {
            super(files);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location location, String className, Kind kind,
                FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mutant:///" + className + kind.extension), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return classes.computeIfAbsent(className, first -> new ByteArrayOutputStream());
                }
            };
        }
    }

    private static final class Loader extends ClassLoader {

        private final Map<String, byte[]> changed;

        Loader(Map<String, byte[]> changed) {
            super(Mutant.class.getClassLoader());
            this.changed = changed;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known != null) {
                    return known;
                }
                if (OWN.stream().noneMatch(name::startsWith)) {
                    return super.loadClass(name, resolve);
                }
                byte[] bytes = changed.containsKey(name) ? changed.get(name) : bytes(name);
                return defineClass(name, bytes, 0, bytes.length);
            }
        }

        private byte[] bytes(String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                return in.readAllBytes();
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
