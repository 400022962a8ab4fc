// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import java.util.HashSet;
import java.util.Set;

/** The place of one installed policy, with the questions that it has not answered yet. For any thread. */
final class Chair<P> {

    private final Installed<P> holder;
    private final Set<Question> open = new HashSet<>();
    private String problem = "";

    Chair(Installed<P> holder) {
        this.holder = holder;
    }

    Installed<P> holder() {
        return holder;
    }

    /** True if nothing about it has changed. */
    boolean isOf(Installed<P> one) {
        return holder.policy() == one.policy() && holder.label().equals(one.label());
    }

    /** One that has let a question go by is not asked again before it has answered that. */
    synchronized boolean isOverdue() {
        return open.stream().anyMatch(question -> question.late);
    }

    /**
     * Begins a question.
     *
     * @param gone told if the policy goes before it has answered
     */
    synchronized Question ask(Runnable gone) {
        Question question = new Question(gone);
        open.add(question);
        return question;
    }

    /** What was wrong with it before; from now on it is this. Empty: nothing. */
    synchronized String problem(String now) {
        String before = problem;
        problem = now;
        return before;
    }

    /** The policy is gone: whoever waits for it waits no longer, and whoever is inside it is asked to come out. */
    void leave() {
        Set<Question> left;
        synchronized (this) {
            left = Set.copyOf(open);
        }
        left.forEach(Question::end);
    }

    /** A question that is not answered yet. */
    final class Question {

        private final Runnable gone;
        private boolean late;
        private Thread thread;

        private Question(Runnable gone) {
            this.gone = gone;
        }

        /** Nobody waits for it any more. */
        void passed() {
            synchronized (Chair.this) {
                late = true;
            }
        }

        /** Runs what answers it, on this thread. */
        void answer(Runnable run) {
            synchronized (Chair.this) {
                thread = Thread.currentThread();
            }
            try {
                run.run();
            } finally {
                synchronized (Chair.this) {
                    open.remove(this);
                    thread = null;
                }
            }
        }

        private void end() {
            gone.run();
            synchronized (Chair.this) {
                if (thread != null) {
                    thread.interrupt();
                }
            }
        }
    }
}
