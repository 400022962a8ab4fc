// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.layers;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A pom: versions, plug-ins and bnd instructions are the root pom's alone. */
final class Pom {

    private final String folder;
    private final Document document;

    private Pom(String folder, Document document) {
        this.folder = folder;
        this.document = document;
    }

    /** @param folder from the root of the clone; empty for the root pom */
    static Pom parse(String folder, String xml) throws IOException {
        try {
            return new Pom(folder, DocumentBuilderFactory.newInstance().newDocumentBuilder()
                    .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))));
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(folder + "/pom.xml: " + e.getMessage(), e);
        }
    }

    String folder() {
        return folder;
    }

    /** The folders of {@code <modules>}, those of profiles included. */
    List<String> modules() {
        return texts("module");
    }

    /** What is wrong with a pom that is not the root, one line for each. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        for (Element version : elements("version")) {
            String of = version.getParentNode().getNodeName();
            boolean ours = version.getTextContent().strip().equals("${project.version}");
            if (!of.equals("parent") && !ours) {
                complaints.add(folder + "/pom.xml has a version of its own in <" + of
                        + ">: versions stand in the root pom");
            }
        }
        if (!elements("bnd").isEmpty()) {
            complaints.add(folder + "/pom.xml has bnd instructions: they stand in the root pom");
        }
        if (!elements("pluginManagement").isEmpty() || !elements("dependencyManagement").isEmpty()) {
            complaints.add(folder + "/pom.xml manages plug-ins or dependencies: the root pom does");
        }
        return complaints;
    }

    /**
     * What is wrong with all poms together.
     *
     * @param folders every folder that has a pom, but for the root and for what is built outside the reactor
     */
    static List<String> complaints(Pom root, List<String> folders) {
        List<String> complaints = new ArrayList<>();
        List<String> modules = root.modules();
        folders.stream().filter(folder -> !modules.contains(folder))
                .forEach(folder -> complaints.add(folder + " has a pom, and the root pom does not name it"));
        if (new TreeSet<>(modules).size() != modules.size()) {
            complaints.add("the root pom names a module twice: " + modules);
        }
        return complaints;
    }

    /** What is wrong with the bom, whose versions are those that the root pom and authors share. */
    static List<String> bomComplaints(Pom root, Pom bom) {
        List<String> complaints = new ArrayList<>();
        if (!bom.version().equals(root.version())) {
            complaints.add("the bom has version " + bom.version() + ", and the root pom " + root.version());
        }
        List<String> twice = new ArrayList<>(bom.managed());
        twice.retainAll(root.managed());
        twice.forEach(name -> complaints.add(name + " has a version in the bom, and another one in the root pom"));
        return complaints;
    }

    private String version() {
        return elements("version").stream().filter(element -> element.getParentNode().getNodeName().equals("project"))
                .map(element -> element.getTextContent().strip()).findFirst().orElse("");
    }

    /** Group and artifact of each dependency with a version. */
    private List<String> managed() {
        return elements("dependency").stream().filter(dependency -> !text(dependency, "version").isEmpty())
                .map(dependency -> text(dependency, "groupId") + ":" + text(dependency, "artifactId")).toList();
    }

    private static String text(Element parent, String tag) {
        NodeList nodes = parent.getElementsByTagName(tag);
        return nodes.getLength() == 0 ? "" : nodes.item(0).getTextContent().strip();
    }

    private List<String> texts(String tag) {
        return elements(tag).stream().map(element -> element.getTextContent().strip()).toList();
    }

    private List<Element> elements(String tag) {
        NodeList nodes = document.getElementsByTagName(tag);
        return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
    }
}
