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

    /** {@code told} makes the problem that the sender is told of an answer. */
    public static <T> ResponseEntity<T> answer(
            Throwable failure, HttpServletRequest request, Function<Problem, ResponseEntity<T>> told) {
        if (DatabaseAway.isWhy(failure)) {
            log.warn(
                    "Answered 503: the database is away ({})",
                    failure.getClass().getSimpleName());
            return told.apply(Problem.of(ProblemType.UNAVAILABLE, request));
        }
        // A connection of ours that broke looks like the client's; without a status he would be answered 200.
        if (DisconnectedClientHelper.isClientDisconnectedException(failure)) {
            return ResponseEntity.internalServerError().build();
        }
        log.error("Answered 500", WithoutMessages.of(failure));
        return told.apply(Problem.of(ProblemType.INTERNAL_ERROR, request));
    }
}
