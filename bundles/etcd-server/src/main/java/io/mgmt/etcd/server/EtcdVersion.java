// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import java.util.Optional;

/**
 * A version of etcd, such as {@code 3.7.2}.
 *
 * @param text as etcd prints it, perhaps with a suffix such as {@code -rc.1}
 */
record EtcdVersion(String text, int major, int minor,
        int patch) implements Comparable<EtcdVersion> {

    /** Version 2 of the protocol ends before it, and the flags that are used here begin with it. */
    static final EtcdVersion OLDEST = new EtcdVersion("3.4.0", 3, 4, 0);

    static Optional<EtcdVersion> parse(String text) {
        String[] parts = text.split("\\.", 3);
        if (parts.length < 3 || !isNumber(parts[0]) || !isNumber(parts[1])) {
            return Optional.empty();
        }
        int digits = 0;
        while (digits < parts[2].length() && Character.isDigit(parts[2].charAt(digits))) {
            digits++;
        }
        if (digits == 0 || digits > 6) {
            return Optional.empty();
        }
        return Optional.of(new EtcdVersion(text, Integer.parseInt(parts[0]),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2].substring(0, digits))));
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= 6
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    boolean isAtLeast(int wantedMajor, int wantedMinor) {
        return major > wantedMajor || major == wantedMajor && minor >= wantedMinor;
    }

    boolean hasMinorOf(EtcdVersion other) {
        return major == other.major && minor == other.minor;
    }

    @Override
    public int compareTo(EtcdVersion other) {
        int byMajor = Integer.compare(major, other.major);
        int byMinor = byMajor != 0 ? byMajor : Integer.compare(minor, other.minor);
        int byPatch = byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
        return byPatch != 0 ? byPatch : text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
