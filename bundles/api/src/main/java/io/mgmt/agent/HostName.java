// SPDX-License-Identifier: Apache-2.0
package io.mgmt.agent;

import java.util.regex.Pattern;

/** The name of a host in the cluster: 1 to 253 of {@code A-Z a-z 0-9 . _ -}, beginning with a letter or digit. */
public record HostName(String value) {

    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}");

    /** @throws IllegalArgumentException for any other text; the message quotes it and says what is allowed */
    public HostName {
        if (value == null || !VALID.matcher(value).matches()) {
            throw new IllegalArgumentException("\"" + value + "\" is not a host name. Use 1 to 253 of"
                    + " A-Z a-z 0-9 . _ - and begin with a letter or digit.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
