// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mgmt.agent.Answer;
import io.mgmt.cluster.Sizing;
import io.mgmt.cluster.ViewedMember;
import io.mgmt.core.membership.Plan;
import io.mgmt.core.membership.Roster;
import io.mgmt.core.membership.Strength;
import io.mgmt.core.membership.Why;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the commands print with {@code --json}: camelCase; fields are added, never renamed. */
final class ClusterJson {

    private ClusterJson() {
    }

    /** For a person to read, too. */
    static String text(Object value) {
        try {
            return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Prints what was found: as text, or its rows as JSON. Returns the exit code. */
    static int print(Answer answer, boolean json, PrintStream out, PrintStream err) {
        if (!json || answer.rows().isEmpty()) {
            return answer.print(out, err);
        }
        if (!answer.problem().isEmpty()) {
            err.println(answer.problem());
        }
        out.println(text(answer.rows()));
        return answer.exitCode();
    }

    /**
     * The cluster.
     *
     * @param silence why the store does not answer; empty if it does
     */
    static Map<String, Object> cluster(Outlook outlook, Optional<String> silence) {
        Map<String, Object> json = Json.object("observer", outlook.observer(), "steady", outlook.steady(),
                "answers", silence.isEmpty(), "revision", outlook.view().moment().revision(),
                "timeMillis", outlook.view().moment().timeMillis(),
                "size", Json.object("wanted", outlook.wanted(), "inForce", outlook.view().wanted().voters(),
                        "written", outlook.view().wanted().written().orElse(null)),
                "leader", outlook.leader(), "raftLeaderId", outlook.view().raft().leaderId());
        json.putAll(strength(outlook.strength()));
        json.put("problems", Problems.of(outlook, silence));
        json.put("hosts", hosts(outlook));
        return json;
    }

    /** Members, and whoever could be one. */
    static List<Map<String, Object>> hosts(Outlook outlook) {
        return outlook.roster().stream().map(one -> one(outlook, one)).toList();
    }

    private static Map<String, Object> one(Outlook outlook, Roster one) {
        Map<String, Object> json = Json.object("host", one.name(), "role", Words.of(one.role()),
                "health", ClusterText.health(outlook, one), "sinceMillis", ClusterText.since(one).toMillis(),
                "byHand", one.host().isEmpty(), "decides", one.name().equals(outlook.leader()),
                "leadsRaft", one.leadsRaft());
        json.put("etcdVersion", ClusterText.version(one));
        json.put("memberId", one.member().map(ViewedMember::id).orElse(""));
        json.put("peerUrls", ClusterText.peerUrls(one));
        json.put("clientUrls", ClusterText.clientUrls(one));
        json.put("hostId", one.host().map(host -> host.id()).orElse(""));
        json.put("zone", one.host().map(host -> host.standing().zone()).orElse(""));
        json.put("failures", one.host().map(host -> host.standing().failures()).orElse(0));
        return json;
    }

    static Map<String, Object> strength(Strength strength) {
        return Json.object("voters", strength.voters(), "live", strength.live(), "quorum", strength.quorum(),
                "tolerance", strength.tolerance());
    }

    static Map<String, Object> plan(Outlook outlook, Plan plan) {
        List<Object> steps = new ArrayList<>();
        for (Plan.Planned planned : plan.steps()) {
            steps.add(Json.object("step", planned.step().getClass().getSimpleName(),
                    "host", planned.step().host(), "reason", planned.step().reason(),
                    "before", strength(planned.before()), "after", strength(planned.after())));
        }
        Strength result = ClusterText.result(outlook, plan);
        return Json.object("size", outlook.view().wanted().voters(), "wanted", outlook.wanted(),
                "policy", outlook.advice().sizing().by(),
                "policyReason", outlook.sizing().map(sizing -> sizing.reason()).orElse(""),
                "present", strength(outlook.strength()), "steps", steps, "result", strength(result),
                "reached", result.voters() == outlook.wanted(), "end", plan.end());
    }

    static List<Map<String, Object>> why(Outlook outlook, List<Why> reasons) {
        Verdict<Sizing> sizing = outlook.advice().sizing();
        List<Map<String, Object>> list = new ArrayList<>();
        for (Why why : reasons) {
            list.add(Json.object("host", why.host(), "part", Words.of(why.part()), "reason", why.reason(),
                    "wanted", outlook.wanted(), "policy", sizing.by(),
                    "policyReason", sizing.answer().map(Sizing::reason).orElse(sizing.absence("sizing"))));
        }
        return list;
    }
}
