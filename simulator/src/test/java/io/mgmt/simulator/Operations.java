// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import io.mgmt.etcd.Members.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A random sequence of membership operations: made on one cluster, repeated on another at the same
 * times, and then the answers are compared. Where an answer would hang on a tenth of a second of
 * etcd's 5 s rule, time passes first; and after a join or a promotion until every member knows of it.
 */
final class Operations {

    /** One operation, when it was made, and what became of it. */
    record Made(String what, int host, double seconds, String outcome) {
        @Override
        public String toString() {
            return what + " h" + (host + 1) + " at " + Math.round(seconds * 10) / 10.0 + " s: " + outcome;
        }
    }

    private static final int OPERATIONS = 9;
    private static final double NEARLY = 3.5;
    private static final double LONG = 6.5;

    private enum Place { FREE, ADDED, LEARNER, VOTER, DEAD }

    private final Dice dice;
    private final Subject subject;
    private final Place[] places = new Place[Subject.HOSTS];
    private final String[] ids = new String[Subject.HOSTS];
    private final List<Double> changes = new ArrayList<>();
    private final List<Made> made = new ArrayList<>();

    private Operations(Dice dice, Subject subject) {
        this.dice = dice;
        this.subject = subject;
        java.util.Arrays.fill(places, Place.FREE);
        places[0] = Place.VOTER;
        ids[0] = subject.await(subject.members().list()).get(0).id();
        changes.add(0.0);
    }

    /** Makes what chance says. */
    static List<Made> random(long seed, Subject subject) {
        Operations operations = new Operations(new Dice(Dice.mix(seed + 1)), subject);
        for (int i = 0; i < OPERATIONS; i++) {
            operations.next();
        }
        return operations.made;
    }

    /** Makes the same again. */
    static List<Made> again(List<Made> before, Subject subject) {
        Operations operations = new Operations(new Dice(0), subject);
        for (Made one : before) {
            operations.subject.until(one.seconds());
            operations.make(one.what(), one.host());
        }
        return operations.made;
    }

    private int count(Place place) {
        int count = 0;
        for (Place each : places) {
            count += each == place ? 1 : 0;
        }
        return count;
    }

    private void next() {
        List<String> kinds = List.of("add", "add", "add", "join", "join", "join", "promote", "promote",
                "promote", "remove", "remove", "kill", "add-twice", "remove-unknown", "promote-unknown",
                "wait");
        for (int tries = 0; tries < 100; tries++) {
            String kind = dice.oneOf(kinds);
            int host = dice.below(Subject.HOSTS);
            if (isPossible(kind, host)) {
                settle();
                make(kind, host);
                return;
            }
        }
    }

    private boolean isPossible(String kind, int host) {
        Place place = places[host];
        int voters = count(Place.VOTER) + count(Place.DEAD);
        return switch (kind) {
            case "add" -> place == Place.FREE;
            case "join" -> place == Place.ADDED;
            case "promote" -> place == Place.ADDED || place == Place.LEARNER || place == Place.VOTER;
            case "remove" -> place != Place.FREE;
            case "add-twice" -> place != Place.FREE;
            // The others are still a majority.
            case "kill" -> place == Place.VOTER && count(Place.VOTER) - 1 >= voters / 2 + 1;
            default -> true;
        };
    }

    /** No connection is to be about 5 s old. */
    private void settle() {
        boolean isClear = false;
        while (!isClear) {
            isClear = true;
            for (double change : changes) {
                double age = subject.seconds() - change;
                if (age > NEARLY && age < LONG) {
                    subject.until(change + LONG);
                    isClear = false;
                }
            }
        }
    }

    private void make(String kind, int host) {
        double at = subject.seconds();
        String outcome = switch (kind) {
            case "add", "add-twice" -> add(host);
            case "join" -> join(host);
            case "promote" -> promote(host);
            case "remove" -> remove(host);
            case "kill" -> kill(host);
            case "remove-unknown" -> subject.outcome(subject.members().remove("1234"));
            case "promote-unknown" -> subject.outcome(subject.members().promote("1234"));
            default -> await(at);
        };
        made.add(new Made(kind, host, at, outcome));
    }

    private String await(double since) {
        subject.until(since + LONG);
        return "done";
    }

    private String add(int host) {
        CompletableFuture<Member> call = subject.members().addLearner(List.of(subject.peerUrl(host)));
        String outcome = subject.outcome(call);
        if (outcome.equals("done")) {
            ids[host] = call.join().id();
            places[host] = Place.ADDED;
        }
        return outcome;
    }

    private String join(int host) {
        subject.join(host);
        subject.awaitInStep();
        places[host] = Place.LEARNER;
        changes.add(subject.seconds());
        return "done";
    }

    private String promote(int host) {
        String outcome = subject.outcome(subject.members().promote(ids[host]));
        if (outcome.equals("done")) {
            subject.awaitInStep();
            places[host] = Place.VOTER;
        }
        return outcome;
    }

    private String remove(int host) {
        String outcome = subject.outcome(subject.members().remove(ids[host]));
        if (outcome.equals("done")) {
            subject.awaitGone(host);
            places[host] = Place.FREE;
            changes.add(subject.seconds());
        }
        return outcome;
    }

    private String kill(int host) {
        subject.kill(host);
        places[host] = Place.DEAD;
        changes.add(subject.seconds());
        return "done";
    }
}
