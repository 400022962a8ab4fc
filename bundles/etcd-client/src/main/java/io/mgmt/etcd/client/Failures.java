// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.mgmt.etcd.RefusedException;
import io.mgmt.store.StoreException;
import io.mgmt.store.StoreException.Effect;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a failed call says about its effect. */
final class Failures {

    /** etcd answers so only before it proposes anything (etcd's source, api/v3rpc/rpctypes/error.go). */
    private static final Set<Status.Code> REFUSED = EnumSet.of(
            Status.Code.INVALID_ARGUMENT, Status.Code.NOT_FOUND, Status.Code.ALREADY_EXISTS,
            Status.Code.PERMISSION_DENIED, Status.Code.RESOURCE_EXHAUSTED, Status.Code.FAILED_PRECONDITION,
            Status.Code.OUT_OF_RANGE, Status.Code.UNIMPLEMENTED, Status.Code.UNAUTHENTICATED);

    /** Of the answers with code UNAVAILABLE or UNKNOWN, the ones that are refusals. */
    private static final List<String> REFUSED_FOR_NOW = List.of(
            "etcdserver: re-configuration failed due to not enough started members",
            "etcdserver: rpc not supported for learner",
            "etcdserver: not capable",
            "etcdserver: unhealthy cluster");

    private Failures() {
    }

    /** True if etcd, or gRPC on its behalf, answered that it did nothing. */
    static boolean isRefused(Status status) {
        return REFUSED.contains(status.getCode())
                || (status.getCode() == Status.Code.UNAVAILABLE || status.getCode() == Status.Code.UNKNOWN)
                        && REFUSED_FOR_NOW.contains(description(status));
    }

    /** True if another endpoint, or the same one later, may answer otherwise. */
    static boolean mayPass(Status status) {
        return status.getCode() == Status.Code.UNAVAILABLE || status.getCode() == Status.Code.DEADLINE_EXCEEDED
                || status.getCode() == Status.Code.CANCELLED;
    }

    /** What is known after a call that was sent. */
    static Effect effect(boolean write, Status status) {
        return !write || isRefused(status) ? Effect.NONE : Effect.UNKNOWN;
    }

    /** A call that nobody can have received. */
    static StoreException notSent(String what, String why) {
        return new StoreException(Effect.NONE, what + " was not sent: " + why + ". Nothing was written.", null);
    }

    /** A call that an endpoint received, or may have. */
    static StoreException failed(
            String what, boolean write, Endpoint endpoint, long timeoutMillis, Status status) {
        Effect effect = effect(write, status);
        String why = status.getCode() == Status.Code.DEADLINE_EXCEEDED
                ? "no answer within " + timeoutMillis + " ms"
                : reason(status);
        String known = effect == Effect.NONE
                ? "Nothing was written." : "It may have happened, or may still happen.";
        return new StoreException(effect, what + " failed at " + endpoint + ": " + why + ". " + known,
                status.asRuntimeException());
    }

    /** What a membership call failed with: a {@link RefusedException} if etcd said no. */
    static Throwable refusal(Throwable thrown) {
        Throwable failure = Calls.cause(thrown);
        if (!(failure.getCause() instanceof StatusRuntimeException answer) || !isRefused(answer.getStatus())) {
            return failure;
        }
        return new RefusedException(refusal(description(answer.getStatus())), failure.getMessage(), answer);
    }

    /** By etcd's words: the codes differ between versions (etcd's source, api/v3rpc/rpctypes/error.go). */
    private static RefusedException.Reason refusal(String words) {
        if (words.contains("unhealthy cluster") || words.contains("not enough started members")) {
            return RefusedException.Reason.UNHEALTHY;
        } else if (words.contains("can only promote a learner member")) {
            return RefusedException.Reason.NOT_IN_STEP;
        } else if (words.contains("too many learner members")) {
            return RefusedException.Reason.TOO_MANY_LEARNERS;
        } else if (words.contains("already exist")) {
            return RefusedException.Reason.ALREADY_EXISTS;
        } else if (words.contains("member not found")) {
            return RefusedException.Reason.UNKNOWN_MEMBER;
        }
        return RefusedException.Reason.OTHER;
    }

    /** The status in words. */
    static String reason(Status status) {
        if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
            return "no answer in time";
        }
        // "io exception", says gRPC, and keeps what happened in the cause.
        if (status.getCause() != null && status.getCause().getMessage() != null) {
            return status.getCause().getMessage();
        }
        return description(status).isEmpty() ? status.getCode().toString() : description(status);
    }

    private static String description(Status status) {
        return status.getDescription() == null ? "" : status.getDescription();
    }
}
