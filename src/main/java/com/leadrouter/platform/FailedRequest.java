package com.leadrouter.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.DisconnectedClientHelper;

/** Answers a request during which something was thrown. What it was only our log hears. */
public final class FailedRequest {

    private static final Logger log = LoggerFactory.getLogger(FailedRequest.class);

    private FailedRequest() {}

    /** Whether it is the database that is away, or a fault of ours. */
    public static ProblemType typeOf(Throwable failure) {
        return DatabaseAway.isWhy(failure) ? ProblemType.UNAVAILABLE : ProblemType.INTERNAL_ERROR;
    }

    /** Has our log hear of it. */
    public static void log(Throwable failure) {
        if (typeOf(failure) == ProblemType.UNAVAILABLE) {
            log.warn("Answered 503: the database is away ({})", WithoutMessages.inShort(failure));
        } else {
            log.error("Answered 500", WithoutMessages.of(failure));
        }
    }

    static void logUnlessDisconnected(Throwable failure) {
        if (!DisconnectedClientHelper.isClientDisconnectedException(failure)) {
            log(failure);
        }
    }

    /** {@code told} makes the problem that the sender is told of an answer. */
    public static <T> ResponseEntity<T> answer(
            Throwable failure, HttpServletRequest request, Function<Problem, ResponseEntity<T>> told) {
        ProblemType type = typeOf(failure);
        // A connection of ours that broke looks like the client's; without a status he would be answered 200.
        if (type == ProblemType.INTERNAL_ERROR && DisconnectedClientHelper.isClientDisconnectedException(failure)) {
            return ResponseEntity.internalServerError().build();
        }
        log(failure);
        return told.apply(Problem.of(type, request));
    }
}
