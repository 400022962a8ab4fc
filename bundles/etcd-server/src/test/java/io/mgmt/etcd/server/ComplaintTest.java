// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Optional;
import org.junit.Test;

public class ComplaintTest {

    private static void complains(String complaint, String output) {
        assertEquals(Optional.of(complaint), Complaint.of(output));
    }

    /** Its last line is "13: <unknown>". */
    @Test
    public void leavesOutTheBacktraceOfRustup() {
        complains("error: rustup could not choose a version of cargo to run; help: run 'rustup default stable'", """
                error: rustup could not choose a version of cargo to run
                help: run 'rustup default stable'

                Stack backtrace:
                   0: anyhow::error::<impl core::convert::From<E> for anyhow::Error>::from
                   1: rustup::config::no_toolchain_error
                  12: __libc_start_main_impl
                             at ./csu/../csu/libc-start.c:360:3
                  13: <unknown>
                """);
    }

    @Test
    public void joinsTheCausesThatCargoNames() {
        complains("error: failed to sync: failed to load lockfile for /tmp/x: [7] Could not connect to server", """
                    Updating the index
                error: failed to sync

                Caused by:
                  failed to load lockfile for /tmp/x

                Caused by:
                  [7] Could not connect to server
                """);
    }

    @Test
    public void takesTheLastErrorsOfApt() {
        complains("E: Unable to locate package etcd-server", """
                Err:1 http://deb.example bookworm InRelease
                Reading package lists...
                E: Unable to locate package etcd-server
                """);
        complains("E: one; E: two", "Get:1 x\nE: one\nE: two\n");
    }

    @Test
    public void takesTheLastLinesOfWhatNamesNoError() {
        complains("cannot open shared object", "\ncannot open shared object\n\n");
        assertTrue(Complaint.of("line\n".repeat(50)).orElseThrow().length() < 100);
        assertEquals(Optional.empty(), Complaint.of(" \n\n"));
    }

    @Test
    public void keepsTheBeginningAndTheEndOfALongOne() {
        String complaint = Complaint.of("error: began " + "x".repeat(2_000) + " ended").orElseThrow();
        assertTrue(complaint, complaint.startsWith("error: began x") && complaint.endsWith("x ended"));
        assertTrue(complaint.contains(" … ") && complaint.length() < 700);
    }
}
