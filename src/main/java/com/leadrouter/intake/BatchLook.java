package com.leadrouter.intake;

import com.leadrouter.lead.LeadDraft;
import com.leadrouter.platform.CallingSource;
import com.leadrouter.platform.Problem;
import com.leadrouter.platform.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks at the leads of a batch as at those that come alone, and as of one moment: a second look finds what the first
 * one found.
 */
record BatchLook(Reception reception, CallingSource source, Batch batch, Instant now) {

    /** What a lead is found to be. */
    sealed interface Found {}

    /** It can be taken in. */
    record Good(Arrival arrival) implements Found {}

    /** It cannot be read, or has faults; {@code problem} says which. */
    record Bad(Function<HttpServletRequest, Problem> problem) implements Found {}

    Found at(int index) {
        return switch (batch.lead(index)) {
            case JsonBody.Unreadable(ProblemType type, String detail) ->
                new Bad(request -> Problem.of(type, detail, request));
            case JsonBody.Json(var json) ->
                switch (reception.receive(source, LeadDraft.of(json), Optional.empty(), now)) {
                    case Received.Welcome(Arrival arrival) -> new Good(arrival);
                    case Received.Refused refused -> new Bad(refused::problem);
                };
        };
    }
}
