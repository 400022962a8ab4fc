// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.basic;

import io.mgmt.resource.Change;
import io.mgmt.resource.Context;
import io.mgmt.resource.Resource;
import io.mgmt.resource.Watch;
import java.util.List;
import java.util.function.Consumer;

/**
 * Prints once for each trigger. It begins due; a refresh prints too, unless the same turn of the
 * engine (check, changes, refresh) has printed already: then that was after the change before it.
 */
final class Print implements Resource {

    private final Due due = new Due(true);
    private final String message;
    private final Consumer<String> out;
    private boolean hasPrintedInThisTurn;

    Print(String message, Consumer<String> out) {
        this.message = message;
        this.out = out;
    }

    @Override
    public List<Change> check(Context context) {
        hasPrintedInThisTurn = false;
        if (context.recall().isPresent()) {
            // It was printed before its bundle or the engine was replaced.
            due.settle();
        }
        return due.changes("not printed yet", () -> print(context));
    }

    @Override
    public void refresh(Context context) {
        if (!hasPrintedInThisTurn) {
            due.settle();
            print(context);
        }
        hasPrintedInThisTurn = false;
    }

    private void print(Context context) {
        hasPrintedInThisTurn = true;
        context.remember("printed");
        message.lines().map(Print::printable).forEach(out);
    }

    /** A message may come from another host: it must not be able to steer the terminal. */
    private static String printable(String line) {
        StringBuilder text = new StringBuilder(line.length());
        line.codePoints().forEach(letter -> {
            if (Character.isISOControl(letter) && letter != '\t') {
                String digits = Integer.toHexString(letter);
                text.append("\\u").append("0".repeat(4 - digits.length())).append(digits);
            } else {
                text.appendCodePoint(letter);
            }
        });
        return text.toString();
    }

    /** Nothing on the host changes what was printed. */
    @Override
    public Watch watch(Context context, Runnable changed) {
        return Watch.NONE;
    }
}
