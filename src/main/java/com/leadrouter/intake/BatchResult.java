package com.leadrouter.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.leadrouter.platform.FailedRequest;
import com.leadrouter.platform.Problem;
import com.leadrouter.platform.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * What a sender is told of one lead of a batch: its place, the status that it would have got alone, and then what it
 * would have been answered alone, or the problem. {@code replayed} stands for the header {@code Idempotency-Replayed}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"index", "code"})
record BatchResult(
        int index,
        int code,
        @JsonUnwrapped @Nullable LeadAnswer lead,
        @Nullable Boolean replayed,
        @Nullable Problem problem) {

    private static final String LOST =
            "Whether this lead is stored is not certain. Send it again with the same externalReferenceId.";

    static BatchResult of(int index, BatchLook look, Fate fate, HttpServletRequest request) {
        return switch (fate) {
            case Fate.Known(Told.Accepted(LeadAnswer lead, boolean replayed)) ->
                new BatchResult(index, HttpStatus.ACCEPTED.value(), lead, replayed ? true : null, null);
            case Fate.Known(Told.KeyReused()) -> of(index, Problem.of(ProblemType.IDEMPOTENCY_KEY_REUSED, request));
            case Fate.Lost(RuntimeException why) -> of(index, Problem.of(FailedRequest.typeOf(why), LOST, request));
            case Fate.Refused() ->
                switch (look.at(index)) {
                    case BatchLook.Bad(var problem) -> of(index, problem.apply(request));
                    case BatchLook.Good good -> throw new IllegalStateException("was refused at the same moment");
                };
        };
    }

    private static BatchResult of(int index, Problem problem) {
        return new BatchResult(index, problem.status(), null, null, problem);
    }
}
