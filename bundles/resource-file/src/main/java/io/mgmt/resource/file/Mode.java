// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import io.mgmt.resource.InvalidResourceException;

/** The mode of a file as people write it: {@code "0644"}, or {@code "u=rw,go=r"}. */
final class Mode {

    private static final String REMEDY = "Write three or four octal digits in quotes, such as"
            + " \"0644\", or u, g and o, such as \"u=rw,go=r\".";

    private Mode() {
    }

    static int parse(String text) throws InvalidResourceException {
        if (text.indexOf('=') >= 0) {
            return symbolic(text);
        }
        int mode = 0;
        boolean isOctal = text.length() == 3 || text.length() == 4;
        for (int i = 0; i < text.length() && isOctal; i++) {
            char digit = text.charAt(i);
            isOctal = digit >= '0' && digit <= '7';
            mode = mode * 8 + digit - '0';
        }
        if (!isOctal) {
            throw wrong(text);
        }
        return mode;
    }

    /** Only {@code =}, and all of u, g and o: the result may not depend on what is there. */
    private static int symbolic(String text) throws InvalidResourceException {
        int mode = 0;
        int named = 0;
        for (String clause : text.split(",", -1)) {
            int equals = clause.indexOf('=');
            if (equals < 1) {
                throw wrong(text);
            }
            for (char who : clause.substring(0, equals).toCharArray()) {
                int shift = "ogu".indexOf(who) * 3;
                if (who == 'a') {
                    named |= 0777;
                    mode |= bits(text, clause.substring(equals + 1)) * 0111;
                } else if (shift < 0) {
                    throw wrong(text);
                } else {
                    named |= 7 << shift;
                    mode |= bits(text, clause.substring(equals + 1)) << shift;
                }
            }
        }
        if (named != 0777) {
            throw wrong(text);
        }
        return mode;
    }

    private static int bits(String text, String letters) throws InvalidResourceException {
        int bits = 0;
        for (char letter : letters.toCharArray()) {
            int bit = "xwr".indexOf(letter);
            if (bit < 0) {
                throw wrong(text);
            }
            bits |= 1 << bit;
        }
        return bits;
    }

    private static InvalidResourceException wrong(String text) {
        return new InvalidResourceException("mode", "mode is \"" + text + "\"", REMEDY);
    }

    /** Four octal digits. */
    static String text(int mode) {
        String digits = Integer.toOctalString(mode);
        return "0".repeat(Math.max(0, 4 - digits.length())) + digits;
    }
}
