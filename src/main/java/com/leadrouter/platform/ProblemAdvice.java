package com.leadrouter.platform;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Turns whatever a controller or Spring MVC throws into a {@link Problem}. */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<Problem> unknownCaller(UnknownCaller unknown, HttpServletRequest request) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.WWW_AUTHENTICATE, UnknownCaller.CHALLENGE);
        return Problem.of(ProblemType.UNAUTHORIZED, UnknownCaller.DETAIL, request)
                .answer(headers);
    }

    @ExceptionHandler
    ResponseEntity<Problem> keysBusy(KeysBusy busy, HttpServletRequest request) {
        return Problem.of(ProblemType.UNAVAILABLE, request).answer();
    }

    @ExceptionHandler
    ResponseEntity<Problem> tooManyReaders(TooManyReaders others, HttpServletRequest request) {
        return Problem.of(
                        ProblemType.UNAVAILABLE,
                        "Others are looking at as much as may be looked at at once; ask again in a moment.",
                        request)
                .answer();
    }

    @ExceptionHandler
    ResponseEntity<Problem> brokenForm(MultipartException broken, HttpServletRequest request) {
        return Problem.of(ProblemType.MALFORMED_REQUEST, request).answer();
    }

    @ExceptionHandler
    ResponseEntity<Problem> anythingElse(Throwable failure, HttpServletRequest request, HttpServletResponse response)
            throws Throwable {
        if (response.isCommitted()) {
            // Half of an answer must not look like a whole one: the container cuts the connection.
            FailedRequest.logUnlessDisconnected(failure);
            throw failure;
        }
        return FailedRequest.answer(failure, request, Problem::answer);
    }

    // Spring's own bodies repeat methods, types and values of the request; only status and headers are kept.
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception failure, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ServletWebRequest web = (ServletWebRequest) request;
        if (web.getResponse() != null && web.getResponse().isCommitted()) {
            return null;
        }
        ProblemType type = ProblemType.of(status.value());
        if (type == ProblemType.INTERNAL_ERROR) {
            log.error("Answered 500", WithoutMessages.of(failure));
        }
        ResponseEntity<Problem> answer = Problem.of(type, web.getRequest()).answer(headers);
        return new ResponseEntity<>(answer.getBody(), answer.getHeaders(), answer.getStatusCode());
    }
}
