// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

/** What becomes of one call on its way. */
enum Fate {
    /** It arrives, and so does its answer. */
    NORMAL,
    /** It never arrives. */
    REQUEST_LOST,
    /** It is done when nobody expects it any more, up to 7 s later. */
    REQUEST_LATE,
    /** It is done, and nobody hears of it. */
    REPLY_LOST,
    /** It is done, and its answer takes its time. */
    REPLY_LATE
}
