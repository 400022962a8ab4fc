// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

/** What becomes of one call of a {@link FakeStore}. */
public enum Fate {
    /** It is done and answered. */
    DONE,
    /** It never arrives: fails with {@link io.mgmt.store.StoreException.Effect#NONE}. */
    NOT_SENT,
    /** It gets lost on its way: nothing is done, and a write fails with effect UNKNOWN. */
    LOST,
    /** It is done, but the answer gets lost: a write fails with effect UNKNOWN. */
    ANSWER_LOST,
    /** It hangs; {@link FakeStore#release} does and answers it. */
    HELD,
    /** It is done at once, but answered only by {@link FakeStore#release}. */
    ANSWER_HELD
}
