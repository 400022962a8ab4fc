// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.layers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * How one configuration is described to people (OSGi Compendium, "Metatype Service").
 *
 * @param bundle the artifact that it comes in
 */
record Metatype(String bundle, String pid, String description, List<Property> properties) {

    /** One property; the type is that of Metatype, such as {@code Integer}. */
    record Property(String name, String type, String description) {
    }

    Metatype {
        properties = List.copyOf(properties);
    }

    /** Those of a built jar. */
    static List<Metatype> readAll(Path file) {
        String bundle = file.getFileName().toString().replaceAll("\\.jar$", "");
        List<Metatype> all = new ArrayList<>();
        try (JarFile jar = new JarFile(file.toFile())) {
            for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
                if (entry.getName().startsWith("OSGI-INF/metatype/") && entry.getName().endsWith(".xml")) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        all.addAll(parse(bundle, in));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
        return all;
    }

    static List<Metatype> parse(String bundle, InputStream xml) throws IOException {
        Document document;
        try {
            document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(bundle + ": " + e.getMessage(), e);
        }
        Map<String, Element> classes = new LinkedHashMap<>();
        elements(document.getElementsByTagName("OCD")).forEach(ocd -> classes.put(ocd.getAttribute("id"), ocd));
        List<Metatype> all = new ArrayList<>();
        for (Element designate : elements(document.getElementsByTagName("Designate"))) {
            Element object = (Element) designate.getElementsByTagName("Object").item(0);
            Element ocd = classes.get(object.getAttribute("ocdref"));
            all.add(new Metatype(bundle, designate.getAttribute("pid"), ocd.getAttribute("description"),
                    elements(ocd.getElementsByTagName("AD")).stream()
                            .map(ad -> new Property(ad.getAttribute("id"), ad.getAttribute("type"),
                                    ad.getAttribute("description")))
                            .toList()));
        }
        return all;
    }

    private static List<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
    }
}
