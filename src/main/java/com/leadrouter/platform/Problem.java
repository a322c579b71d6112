package com.leadrouter.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * Why a request was refused, as RFC 9457 has it. Of the request it repeats a plain path and nothing else: {@code detail}
 * and the faults' details are sentences of ours.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        URI type,
        String title,
        int status,
        String detail,
        @Nullable String instance,
        List<Fault> errors) {

    /** Names and ids only: what someone else has written into a path is not repeated to whoever follows it. */
    private static final Pattern PLAIN_PATH = Pattern.compile("(/[A-Za-z0-9._-]{1,40}){1,10}");

    private static final String SECONDS_TO_WAIT = "5";

    public Problem {
        errors = List.copyOf(errors);
    }

    /** One fault of what was sent: where, as JSON pointer in a URI fragment, its code, a sentence. */
    public record Fault(String pointer, String code, String detail) {}

    public static Problem of(ProblemType type, HttpServletRequest request) {
        return of(type, type.detail(), request);
    }

    public static Problem of(ProblemType type, String detail, HttpServletRequest request) {
        return new Problem(type.uri(), type.title(), type.status(), detail, pathOf(request), List.of());
    }

    /** For a request of which not even the path could be read. */
    static Problem withoutPath(ProblemType type) {
        return new Problem(type.uri(), type.title(), type.status(), type.detail(), null, List.of());
    }

    public Problem with(List<Fault> faults) {
        return new Problem(type, title, status, detail, instance, faults);
    }

    /** The answer, as problem+json whatever the request accepts. */
    public ResponseEntity<Problem> answer() {
        return answer(HttpHeaders.EMPTY);
    }

    /** The answer, with the header {@code Retry-After}: the time in whole seconds, rounded up. */
    public ResponseEntity<Problem> answerAfter(Duration wait) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(
                HttpHeaders.RETRY_AFTER,
                Long.toString(Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds())));
        return answer(headers);
    }

    public ResponseEntity<Problem> answer(HttpHeaders headers) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status).headers(headers);
        if (status == ProblemType.UNAVAILABLE.status() && !headers.containsKey(HttpHeaders.RETRY_AFTER)) {
            answer.header(HttpHeaders.RETRY_AFTER, SECONDS_TO_WAIT);
        }
        return answer.contentType(MediaType.APPLICATION_PROBLEM_JSON).body(this);
    }

    private static @Nullable String pathOf(HttpServletRequest request) {
        Object original = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        String path = original == null ? request.getRequestURI() : original.toString();
        return PLAIN_PATH.matcher(path).matches() ? path : null;
    }
}
