// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code process.json} says about the etcd that was started last. Written before it is
 * spawned, so that a crash of the agent right after that leaves a trace, and again when its id is
 * known.
 *
 * @param pid 0 while it is being spawned, and after it has ended
 * @param start see {@link RunningProcess#start}
 * @param startInstant for people
 * @param served true once it has served with the present data: then the data must be there
 */
record ProcessRecord(long pid, String start, String startInstant, String binary, String version,
        String dataDirectory, String clientUrls, String peerUrls, boolean served) {

    ProcessRecord running(RunningProcess process) {
        return new ProcessRecord(process.handle().pid(), process.start(),
                process.handle().info().startInstant().map(Object::toString).orElse(""),
                binary, version, dataDirectory, clientUrls, peerUrls, served);
    }

    ProcessRecord ended() {
        return new ProcessRecord(0, "", "", binary, version, dataDirectory, clientUrls, peerUrls,
                served);
    }

    ProcessRecord serving() {
        return new ProcessRecord(pid, start, startInstant, binary, version, dataDirectory,
                clientUrls, peerUrls, true);
    }

    /** The process that this record means, if it still lives. */
    Optional<RunningProcess> process(Path dataDirectory) {
        return pid == 0 ? Optional.empty() : RunningProcess.of(pid)
                .filter(process -> process.start().equals(start) && process.runsOn(dataDirectory));
    }

    static Optional<ProcessRecord> read(Path file) throws IOException {
        try {
            Map<String, Object> json = JSON.std.mapFrom(Files.readString(file,
                    StandardCharsets.UTF_8));
            return Optional.of(new ProcessRecord(json.get("pid") instanceof Number number
                    ? number.longValue() : 0,
                    text(json, "start"), text(json, "startInstant"), text(json, "binary"),
                    text(json, "version"),
                    text(json, "dataDirectory"), text(json, "clientUrls"), text(json, "peerUrls"),
                    Boolean.TRUE.equals(json.get("served"))));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    private static String text(Map<String, Object> json, String name) {
        return json.get(name) instanceof String text ? text : "";
    }

    void write(Path file) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pid", pid);
        json.put("start", start);
        json.put("startInstant", startInstant);
        json.put("binary", binary);
        json.put("version", version);
        json.put("dataDirectory", dataDirectory);
        json.put("clientUrls", clientUrls);
        json.put("peerUrls", peerUrls);
        json.put("served", served);
        TextFile.replace(file, JSON.std.asString(json) + "\n");
    }
}
