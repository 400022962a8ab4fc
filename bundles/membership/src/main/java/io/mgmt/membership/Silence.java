// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.cluster.ViewedMember;
import io.mgmt.cluster.ViewedMember.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** What can be found out while the store does not answer: which members do. */
final class Silence {

    private final Probe probe;

    Silence(Probe probe) {
        this.probe = probe;
    }

    /** The last look, with who answers now. */
    Outlook now(Outlook before, long epochMillis) throws InterruptedException {
        Duration age = Duration.ofMillis(Math.max(0, epochMillis - before.view().moment().timeMillis()));
        List<String> urls = before.view().members().stream().flatMap(member -> member.clientUrls().stream()).toList();
        Map<String, Boolean> answers = ask(urls);
        List<ViewedMember> members = new ArrayList<>();
        for (ViewedMember member : before.view().members()) {
            boolean isThere = member.clientUrls().stream().anyMatch(answers::get);
            Reading old = member.reading();
            members.add(new ViewedMember(member.id(), member.name(), member.peerUrls(), member.clientUrls(),
                    member.learner(), new Reading(isThere, isThere == old.answers() ? old.since().plus(age)
                            : Duration.ZERO, old.index(), old.stuck(), old.version())));
        }
        return before.silent(members);
    }

    /** Which of the URLs answer; all are asked at once. */
    Map<String, Boolean> ask(List<String> urls) throws InterruptedException {
        Map<String, FutureTask<Boolean>> asked = new TreeMap<>();
        for (String url : urls) {
            Callable<Boolean> question = () -> probe.answers(url);
            FutureTask<Boolean> task = new FutureTask<>(question);
            if (asked.putIfAbsent(url, task) == null) {
                Thread thread = new Thread(task, "mgmt-probe");
                thread.setDaemon(true);
                thread.start();
            }
        }
        Map<String, Boolean> answers = new TreeMap<>();
        for (Map.Entry<String, FutureTask<Boolean>> entry : asked.entrySet()) {
            try {
                answers.put(entry.getKey(), entry.getValue().get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("asking never fails", e);
            }
        }
        return answers;
    }
}
